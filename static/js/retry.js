// The page that stands in for one that could not be reached: its address is that page's, so loading again tries again.
const again = () => location.reload();
addEventListener("online", again);
setInterval(() => navigator.onLine && again(), 5_000);
