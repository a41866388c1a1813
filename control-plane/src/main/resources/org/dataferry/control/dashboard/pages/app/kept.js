/** What this browser keeps: the colours. */

/** `light`, `dark`, or `system` where none was chosen. */
export function theme() {
    return document.documentElement.dataset.theme ?? 'system';
}

export function keepTheme(theme) {
    if (theme === 'system') {
        delete document.documentElement.dataset.theme;
        localStorage.removeItem('ferry.theme');
    } else {
        document.documentElement.dataset.theme = theme;
        localStorage.setItem('ferry.theme', theme);
    }
}
