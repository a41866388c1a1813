import { h } from '../app/view.js';
import { href } from '../app/routes.js';
import { path } from './entity.js';
import { card, command, empty, pageHead } from '../parts/pieces.js';
import { causeHead, rowName } from '../parts/cause.js';
import { replayButton } from '../parts/replay.js';
import { letters, waiving } from '../parts/closing.js';
import { causes } from '../read/causes.js';
import { segmentOf } from '../read/replays.js';
import { total } from '../read/sums.js';
import { count, number, verb } from '../read/words.js';

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
    const waived = total(app.status.entities, 'waivedRows') + total(app.status.entities, 'waivedParked');
    const [open, closed] = [all.filter(cause => !isWaived(cause)), all.filter(isWaived)];
    return [
        pageHead('Errors and parked', null,
            `${count(rows, 'row')} ${verb(rows, 'is', 'are')} refused, ${count(parked, 'write')} parked${
                waived > 0 ? `, ${number(waived)} of these waived` : ''}. The cause that holds`
            + ' most comes first. In commands, DIR is the folder of the migration.'),
        letters(app),
        open.length === 0 && app.status.deadLetters === 0
            ? card({ id: 'none', title: 'Nothing waits and nothing is refused' }, empty('There is nothing to do here.'))
            : h('div', { class: 'causes', key: 'causes' }, open.map(cause => causeCard(app, cause))),
        closed.length > 0 && h('details', { key: 'waived', id: 'waived' },
            h('summary', null, `${count(closed.length, 'cause')} waived, ${count(total(closed, 'size'), 'row')}`),
            h('div', { class: 'causes' }, closed.map(cause => causeCard(app, cause)))),
    ];
}

/** Whether nothing of it is left to look at. */
function isWaived(cause) {
    return cause.waived > 0 && cause.waived === cause.size;
}

function causeCard(app, cause) {
    return h('article', { class: `card cause kind-${cause.kind}`, key: cause.id, id: cause.id },
        causeHead(cause, 'h2'),
        h('p', { class: 'remedy' }, cause.remedy, cause.who && h('span', { class: 'who' }, ` Ask ${cause.who}.`)),
        cause.entities.length > 0 && h('p', { class: 'note' }, cause.entities.map((one, place) => [
            place > 0 && ', ', h('a', { key: one.entity, href: href('entities', one.entity) }, one.entity), ' ',
            h('a', { key: 'rows', href: href('rows', one.entity, { standing: 'rejected', reason: cause.code }) }, count(one.rows, 'row'))])),
        cause.waived > 0 && h('p', { class: 'note', key: 'of-these' }, `${count(cause.waived, 'row')} of these waived.`),
        cause.rows.length > 0 && rowList(cause),
        replayOf(app, cause),
        waiving(app, cause, unread(app, cause)),
        commands(app, cause.commands));
}

function replayOf(app, cause) {
    const segment = segmentOf(cause);
    return segment !== null && h('div', { class: 'tools', key: 'replay' },
        replayButton(app, segment, cause.kind === 'rejected' ? `rows ${cause.what}` : `missing ${segment.entities[0]} rows`, { kind: 'small' }));
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
    return allRefused(app).slice(0, MOST_DETAILS);
}

function allRefused(app) {
    return app.status.entities.filter(entity => entity.rejectedRows > 0).map(entity => entity.entity);
}

/** Why it is not known whose rows are left to waive. */
function unread(app, cause) {
    return allRefused(app).length > MOST_DETAILS
        ? `Rows of more than ${MOST_DETAILS} entities are refused, and not all are read here: ferry waive DIR --entity E --reason ${cause.code} waives those of one.`
        : 'What is refused is not read of all entities yet.';
}
