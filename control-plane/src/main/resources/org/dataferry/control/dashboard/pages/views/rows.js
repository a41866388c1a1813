import { h } from '../app/view.js';
import { href } from '../app/routes.js';
import { awaited, card, choice, empty, pageHead } from '../parts/pieces.js';
import { recordList } from '../parts/records.js';
import { emptyPage, totalOf } from '../read/rows.js';
import { plain } from '../read/words.js';

const STANDINGS = [['rejected', 'Rejected'], ['parked', 'Parked'], ['processed', 'Waiting'], ['unprocessed', 'In flight'], ['success', 'Done']];

export function title(app) {
    return `Rows of ${app.route.entity}`;
}

export function needs(app) {
    return [{ path: pathOf(app), seconds: 30 }];
}

export function view(app) {
    const { entity, options } = app.route;
    const resource = app.resources.get(pathOf(app));
    const standing = standingOf(options);
    return [
        h('a', { class: 'back', key: 'back', href: href('entities', entity) }, entity),
        pageHead(`Rows of ${entity}`, choice({ name: 'standing', label: 'How far they are', choices: STANDINGS, chosen: standing,
            onchange: chosen => { location.hash = href('rows', entity, { standing: chosen }); } }),
        options.get('reason') ? `Refused: ${plain(options.get('reason'))}.` : null),
        card({ id: 'rows', title: resource.value === null ? 'Rows' : totalOf(resource.value) },
            resource.value === null || resource.error !== null ? awaited(resource)
                : resource.value.records.length === 0 ? empty(emptyPage(resource.value)) : recordList(resource.value.records),
            pages(entity, options, resource.value)),
    ];
}

/** On by the last row seen: pages stay as they are while rows come and go. */
function pages(entity, options, page) {
    const first = Object.fromEntries([...options].filter(([name]) => name !== 'after'));
    return h('p', { class: 'tools', key: 'pages' },
        options.get('after') && h('a', { class: 'button small', key: 'first', href: href('rows', entity, first) }, 'First page'),
        page?.next && h('a', { class: 'button small', key: 'next', href: href('rows', entity, { ...first, after: page.next }) }, 'Next page'));
}

function pathOf(app) {
    const { entity, options } = app.route;
    const asked = ['reason', 'waitsFor', 'after'].filter(name => options.get(name)).map(name => [name, options.get(name)]);
    return `/api/entities/${encodeURIComponent(entity)}/rows?${new URLSearchParams([['standing', standingOf(options)], ...asked])}`;
}

function standingOf(options) {
    const asked = options.get('standing');
    return STANDINGS.some(([value]) => value === asked) ? asked : 'rejected';
}
