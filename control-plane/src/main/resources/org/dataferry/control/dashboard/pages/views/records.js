import { h } from '../app/view.js';
import { href } from '../app/routes.js';
import { awaited, card, empty, pageHead } from '../parts/pieces.js';
import { recordList } from '../parts/records.js';
import { count } from '../read/words.js';

export const title = 'Records';

export function needs(app) {
    const path = pathOf(app.route.options);
    return path === null ? [] : [{ path, seconds: 60 }];
}

export function view(app) {
    const path = pathOf(app.route.options);
    return [
        pageHead('Records', null, 'One row, from the source to the target: what it was, what became of it, and why.'),
        card({ id: 'search', title: 'Find rows' }, form(app)),
        path !== null && found(app.resources.get(path)),
    ];
}

function pathOf(options) {
    const asked = ['q', 'entity', 'column'].filter(name => options.get(name)).map(name => [name, options.get(name)]);
    return options.get('q') ? `/api/records?${new URLSearchParams(asked)}` : null;
}

function found(resource) {
    const rows = resource.value?.records;
    return card({ id: 'found', title: rows === undefined ? 'Found' : `${count(rows.length, 'row')} found`,
        lead: resource.value?.more ? 'There are more; say more of what you look for.' : null },
    rows === undefined || resource.error !== null ? awaited(resource)
        : rows.length === 0 ? empty('The ledger has no such row. It is a second or two behind; keys are compared letter by letter.')
            : recordList(rows));
}

function form(app) {
    const { options } = app.route;
    const field = (name, label, input) => h('label', { class: 'field', key: name }, h('span', null, label), input);
    return h('form', { class: 'find-form', key: options.toString(), onsubmit: search },
        field('q', 'Key, GUID, row id or value', h('input', { type: 'search', name: 'q', id: 'q', required: true,
            value: options.get('q') ?? '', autocomplete: 'off' })),
        field('entity', 'Entity', h('select', { name: 'entity', value: options.get('entity') ?? '' },
            h('option', { value: '', selected: !options.get('entity') }, 'All'),
            app.status.entities.map(({ entity }) => h('option', { key: entity, value: entity, selected: options.get('entity') === entity }, entity)))),
        field('column', 'Column of the target', h('input', { name: 'column', value: options.get('column') ?? '', autocomplete: 'off',
            placeholder: 'Only to find a value' })),
        h('button', { type: 'submit', class: 'button primary' }, 'Find'),
        h('p', { class: 'note' }, 'With a column, and then an entity, all its rows are looked through for exactly that value.'));
}

function search(event) {
    event.preventDefault();
    const asked = [...new FormData(event.target)].map(([name, value]) => [name, value.trim()]).filter(([, value]) => value !== '');
    location.hash = href('records', null, Object.fromEntries(asked));
}
