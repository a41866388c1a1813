// Before anything is drawn, so that nothing flashes: the colours that this browser has chosen; none means as the system.
{
    const chosen = localStorage.getItem('ferry.theme');
    if (chosen === 'light' || chosen === 'dark') {
        document.documentElement.dataset.theme = chosen;
    }
}
