/** Where one is, as the part of the address behind `#`: `#/entities/account?sort=rejected`. */

const VIEWS = new Set(['overview', 'entities', 'errors', 'replays', 'limits', 'source', 'log', 'records', 'rows']);

/** Those that are of something: of an entity, or of a record. */
const NAMED = new Set(['entities', 'records', 'rows']);

/** @return view, what it is of in `entity` if that is said, and the options; an unknown address is the overview */
export function parse(hash) {
    const [path, query] = hash.replace(/^#\/?/, '').split('?', 2);
    const [view, name] = path.split('/').map(decoded);
    return {
        view: view === 'rows' && !name ? 'entities' : VIEWS.has(view) ? view : 'overview',
        entity: NAMED.has(view) && name ? name : null,
        options: new URLSearchParams(query ?? ''),
    };
}

export function href(view, entity, options) {
    const query = options === undefined ? '' : new URLSearchParams(options).toString();
    return `#/${view}${entity ? `/${encodeURIComponent(entity)}` : ''}${query ? `?${query}` : ''}`;
}

/** The same place with other options; those that are empty are left out. */
export function withOptions(route, changes) {
    const all = { ...Object.fromEntries(route.options), ...changes };
    return href(route.view, route.entity, Object.fromEntries(Object.entries(all).filter(([, value]) => value)));
}

function decoded(part) {
    try {
        return decodeURIComponent(part);
    } catch {
        return part;
    }
}
