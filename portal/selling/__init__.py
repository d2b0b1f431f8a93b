"""Selling: members, orders, and the report of each business day (C32, C34).

Nouns: member, his level, points, recommendation, merge, credit, rule of benefits, reading of many members, device,
turn, approval, sale on hold, order, line, reversal, print, shift, cash move, sheet of paper, day report, excuse,
calendar of reports. Verbs: register, rename, reveal, erase, merge, copy and export members, withdraw and renew consent,
note a birthday and who recommended us, move points; set what a member may owe; write and end rules of benefits; watch
who reads many, close such an alert; enrol, replace and withdraw tablets; take over a till, approve there; put a sale on
hold, take it up, throw it away; post and reverse orders, print receipts; open and close a shift, move cash; print and
enter a sheet; seal a day, report no sales, excuse a day.
"""

from portal.kernel.door import Room
from portal.kernel.words import N_

room = Room(
    "selling",
    __name__,
    title=N_("Selling"),
    prefix="",
    events={
        "member.registered": N_("Member registered"),
        "member.withdrew": N_("Withdrawal of consent noted"),
        "member.consented": N_("Member consented again"),
        "member.birthday_noted": N_("Birthday noted"),
        "member.birthday_forgotten": N_("Birthday forgotten"),
        "member.renamed": N_("Member renamed"),
        "member.credit_set": N_("What a member may owe set"),
        "member.looked_up": N_("Members of other stores looked up"),
        "member.revealed": N_("Member's number revealed"),
        "member.erased": N_("Member erased"),
        "members.exported": N_("Members exported"),
        "members.announced": N_("Idle members announced"),
        "members.spared": N_("Members no longer idle"),
        "reading.raised": N_("Very many members were looked at"),
        "reading.closed": N_("Alert closed"),
        "member.copied": N_("Copy taken for the member"),
        "member.merged": N_("File merged into an older one"),
        "member.merged_with": N_("A later file merged into this one"),
        "member.referred": N_("Recommendation noted"),
        "member.rewarded": N_("Points for a recommendation"),
        "member.reward_taken_back": N_("Points for a recommendation taken back"),
        "member.points_adjusted": N_("Points put right by hand"),
        "members.points_lapsed": N_("Points of members lapsed"),
        "benefit_rule.added": N_("Rule of benefits written"),
        "benefit_rule.ended": N_("Rule of benefits ended"),
        "order.reversed": N_("Order reversed"),
        "order.returned": N_("Goods came back"),
        "order.printed": N_("Receipt printed"),
        "device.enrolled": N_("Tablet enrolled"),
        "device.replaced": N_("Tablet replaced"),
        "device.withdrawn": N_("Tablet withdrawn"),
        "hold.made": N_("Sale put on hold"),
        "hold.taken": N_("Sale on hold taken up"),
        "hold.dropped": N_("Sale on hold thrown away"),
        "holds.forgotten": N_("Sales on hold that nobody took up deleted"),
        "points.reserved": N_("Points kept for an order"),
        "turn.taken": N_("Till taken over"),
        "turn.unknown": N_("Who stood at the till could not be verified"),
        "till.approved": N_("Approved at the till"),
        "device.number_given_up": N_("Order of a tablet given up"),
        "shift.opened": N_("Shift begun"),
        "cash.moved": N_("Cash moved"),
        "shift.closed": N_("Shift closed"),
        "paper.printed": N_("Sheet of paper numbered"),
        "paper.entered": N_("Sheet of paper typed in"),
        "day_report.sealed": N_("Day sealed"),
        "day.excused": N_("Day excused"),
    },
)
