import { h } from '../app/view.js';
import { href } from '../app/routes.js';
import { path } from './entity.js';
import { card, command, empty, pageHead } from '../parts/pieces.js';
import { causeHead, rowName } from '../parts/cause.js';
import { causes } from '../read/causes.js';
import { total } from '../read/sums.js';
import { count, verb } from '../read/words.js';

/** Of so many entities the details are asked for; the others are named by the example alone. */
const MOST_DETAILS = 40;

/** Rows shown of a cause before the rest is folded away. */
const MOST_ROWS = 5;

export const title = 'Errors and parked';

export function needs(app) {
    return refused(app).map(entity => ({ path: path(entity), seconds: 10 }));
}

export function view(app) {
    const details = Object.fromEntries(refused(app)
        .map(entity => [entity, app.resources.get(path(entity)).value])
        .filter(([, value]) => value !== null));
    const all = causes(app.status, details);
    const rows = total(app.status.entities, 'rejectedRows');
    const parked = total(app.status.entities, 'parked');
    return [
        pageHead('Errors and parked', null,
            `${count(rows, 'row')} ${verb(rows, 'is', 'are')} refused, ${count(parked, 'write')} parked. The cause that holds`
            + ' most comes first. In commands, DIR is the folder of the migration.'),
        all.length === 0
            ? card({ id: 'none', title: 'Nothing waits and nothing is refused' }, empty('There is nothing to do here.'))
            : h('div', { class: 'causes', key: 'causes' }, all.map(cause => causeCard(app, cause))),
    ];
}

function causeCard(app, cause) {
    return h('article', { class: `card cause kind-${cause.kind}`, key: cause.id, id: cause.id },
        causeHead(cause, 'h2'),
        h('p', { class: 'remedy' }, cause.remedy, cause.who && h('span', { class: 'who' }, ` Ask ${cause.who}.`)),
        cause.entities.length > 0 && h('p', { class: 'note' }, cause.entities.map((one, place) => [
            place > 0 && ', ', h('a', { key: one.entity, href: href('entities', one.entity) }, one.entity), ' ',
            h('a', { key: 'rows', href: href('rows', one.entity, { standing: 'rejected', reason: cause.code }) }, count(one.rows, 'row'))])),
        cause.rows.length > 0 && rowList(cause),
        commands(app, cause.commands));
}

function commands(app, all) {
    const shown = all.map(text => command(text, app.act.copy));
    return all.length <= 1 ? shown : h('details', { key: 'commands' }, h('summary', null, `${all.length} commands, one for each entity`), shown);
}

function rowList(cause) {
    const [first, rest] = [cause.rows.slice(0, MOST_ROWS), cause.rows.slice(MOST_ROWS)];
    return [
        cause.kind === 'parked' ? null : h('p', { class: 'note', key: 'such' }, 'Such as'),
        h('ul', { class: 'rows', key: 'first' }, first.map(item)),
        rest.length > 0 && h('details', { key: 'rest' },
            h('summary', null, `${count(rest.length, 'more row')}`), h('ul', { class: 'rows' }, rest.map(item))),
    ];
}

function item(row) {
    return h('li', { key: row.plainRow },
        rowName(row),
        row.writes !== undefined && h('span', { class: 'num' }, count(row.writes, 'write')),
        row.detail && h('span', { class: 'detail' }, row.detail));
}

function refused(app) {
    return app.status.entities.filter(entity => entity.rejectedRows > 0).map(entity => entity.entity).slice(0, MOST_DETAILS);
}
