import { h } from '../app/view.js';
import { href } from '../app/routes.js';
import { card, choice, empty, pageHead, stateBadge, sumBar } from '../parts/pieces.js';
import { icon } from '../parts/icons.js';
import { PARTS, done, lag, missing, refused, waiting } from '../read/sums.js';
import { urgency } from '../read/states.js';
import { count, number, rate } from '../read/words.js';

/** The columns: what they show, and what they are sorted by. `first` is the direction of the first click. */
const COLUMNS = [
    { id: 'entity', head: 'Entity', by: entity => entity.entity, first: 'up' },
    { id: 'state', head: 'State', by: entity => urgency(entity.state), first: 'up' },
    { id: 'sum', head: 'Sum', by: null },
    { id: 'announced', head: 'Announced', by: entity => entity.announced, first: 'down' },
    { id: 'done', head: 'Done', by: done, first: 'down' },
    { id: 'waiting', head: 'Waiting', by: waiting, first: 'down' },
    { id: 'rejected', head: 'Rejected', by: entity => entity.rejected, first: 'down' },
    { id: 'inFlight', head: 'In flight', by: entity => entity.inFlight, first: 'down' },
    { id: 'lag', head: 'Behind', by: lag, first: 'down' },
    { id: 'rate', head: 'Writes/s', by: entity => entity.rate?.writesPerSecond ?? 0, first: 'down' },
    { id: 'rows', head: 'Rows', by: entity => entity.rows, first: 'down' },
];

const SHOWN = [['', 'All'], ['trouble', 'With trouble'], ['moving', 'Behind']];

const KINDS = {
    trouble: entity => refused(entity) > 0 || waiting(entity) > 0 || urgency(entity.state) < urgency('CATCHING_UP'),
    moving: entity => lag(entity) > 0,
};

export const title = 'Entities';

export function needs() {
    return [];
}

export function view(app) {
    const { options } = app.route;
    const sorted = { by: options.get('sort') ?? 'state', down: options.get('order') === 'down' };
    const shown = chosen(app.status.entities, options).toSorted(comparing(sorted));
    return [
        pageHead('Entities', filters(app, options), 'Announced = done + waiting + rejected + in flight, for each entity.'),
        card({ id: 'sums', title: `${count(shown.length, 'entity').replace(/ys$/, 'ies')}` },
            shown.length === 0 ? empty('No entity is like that.') : table(app, shown, sorted), legend()),
    ];
}

function filters(app, options) {
    return [
        h('label', { class: 'field search', key: 'search' },
            h('span', null, 'Name'),
            h('input', { type: 'search', id: 'filter', value: options.get('name') ?? '', placeholder: 'Filter by name', autocomplete: 'off',
                oninput: event => app.act.adjust({ name: event.target.value.trim() }) })),
        choice({ name: 'shown', label: 'Which entities', choices: SHOWN, chosen: options.get('shown') ?? '',
            onchange: shown => app.act.adjust({ shown }) }),
    ];
}

function chosen(entities, options) {
    const name = (options.get('name') ?? '').toLowerCase();
    const kind = KINDS[options.get('shown')] ?? (() => true);
    return entities.filter(entity => entity.entity.toLowerCase().includes(name) && kind(entity));
}

function comparing({ by, down }) {
    const column = COLUMNS.find(one => one.id === by && one.by !== null) ?? COLUMNS[1];
    const sign = down ? -1 : 1;
    return (one, other) => {
        const [first, second] = [column.by(one), column.by(other)];
        const order = first < second ? -1 : first > second ? 1 : 0;
        return sign * order || one.entity.localeCompare(other.entity);
    };
}

function table(app, entities, sorted) {
    return h('div', { class: 'scroll', role: 'region', tabindex: 0, 'aria-label': 'Sums of the entities' },
        h('table', { class: 'cards' },
            h('caption', { class: 'unseen' }, 'What was announced of each entity, and what became of it'),
            h('thead', null, h('tr', null, COLUMNS.map(column => head(app, column, sorted)))),
            h('tbody', null, entities.map(row)),
            entities.length > 1 && h('tfoot', null, h('tr', null, COLUMNS.map(column => foot(column, entities))))));
}

function head(app, column, sorted) {
    const isSorted = sorted.by === column.id;
    const next = isSorted ? !sorted.down : column.first === 'down';
    return h('th', { key: column.id, scope: 'col', class: isNumber(column) ? 'num' : '',
        'aria-sort': isSorted ? (sorted.down ? 'descending' : 'ascending') : undefined },
    column.by === null ? column.head : h('button', {
        type: 'button',
        class: 'sort',
        'data-sort': column.id,
        onclick: () => app.act.adjust({ sort: column.id, order: next ? 'down' : '' }),
    }, column.head, isSorted && icon(sorted.down ? 'down' : 'up')));
}

function row(entity) {
    const cell = (id, label, content, kind = 'num') => h('td', { key: id, class: kind, 'data-label': label }, content);
    return h('tr', { key: entity.entity },
        h('th', { scope: 'row' }, h('a', { href: href('entities', entity.entity) }, entity.entity)),
        cell('state', 'State', stateBadge(entity.state), ''),
        cell('sum', 'Sum', missing(entity) === 0
            ? sumBar(entity)
            : h('span', { class: 'badge tone-bad' }, icon('alarm'), 'does not hold'), 'bar-cell'),
        cell('announced', 'Announced', number(entity.announced)),
        cell('done', 'Done', number(done(entity))),
        cell('waiting', 'Waiting', number(waiting(entity)), waiting(entity) > 0 ? 'num tone-wait' : 'num'),
        cell('rejected', 'Rejected', number(entity.rejected), refused(entity) > 0 ? 'num tone-bad' : 'num'),
        cell('inFlight', 'In flight', number(entity.inFlight)),
        cell('lag', 'Behind', number(lag(entity))),
        cell('rate', 'Writes/s', rate(entity.rate?.writesPerSecond ?? 0)),
        cell('rows', 'Rows', number(entity.rows)));
}

function foot(column, entities) {
    if (column.id === 'entity') {
        return h('th', { key: 'entity', scope: 'row' }, 'All');
    }
    const isSummed = isNumber(column);
    const sum = entities.reduce((all, entity) => all + (isSummed ? column.by(entity) : 0), 0);
    return h('td', { key: column.id, class: isSummed ? 'num' : '', 'data-label': isSummed ? column.head : undefined },
        isSummed ? (column.id === 'rate' ? rate(sum) : number(sum)) : '');
}

function isNumber(column) {
    return !['entity', 'state', 'sum'].includes(column.id);
}

function legend() {
    return h('ul', { class: 'legend', 'aria-label': 'The colours of the sums' },
        PARTS.map(part => h('li', { key: part.field }, h('span', { class: `swatch part-${part.field}` }), part.word)));
}
