/** What this browser keeps, as the server has no place for it yet: the colours, and the time of the cutover. */

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

/**
 * When the source is to be frozen, in milliseconds; null if that is not set. The one in the address comes first, and is kept:
 * somebody has sent it.
 */
export function cutover(migration, route) {
    const named = Date.parse(route.options.get('cutover') ?? '');
    if (!Number.isNaN(named)) {
        keepCutover(migration, named);
        return named;
    }
    const kept = Date.parse(localStorage.getItem(nameOf(migration)) ?? '');
    return Number.isNaN(kept) ? null : kept;
}

export function keepCutover(migration, at) {
    if (at === null) {
        localStorage.removeItem(nameOf(migration));
    } else {
        localStorage.setItem(nameOf(migration), new Date(at).toISOString());
    }
}

function nameOf(migration) {
    return `ferry.cutover.${migration}`;
}
