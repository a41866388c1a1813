import { h } from '../app/view.js';
import { href } from '../app/routes.js';
import { awaited, card, command, empty, pageHead, stateBadge, sumBar, sumWords } from '../parts/pieces.js';
import { causeHead, rowName } from '../parts/cause.js';
import { replayButton } from '../parts/replay.js';
import { steering } from '../parts/steering.js';
import { replay } from '../read/commands.js';
import { PARTS, missing } from '../read/sums.js';
import { count, full, number, plain, rate } from '../read/words.js';

/** Rows shown before the rest is folded away; as high as the figures beside them. */
const MOST_ROWS = 7;

export function title(app) {
    return app.route.entity;
}

export function needs(app) {
    return [{ path: path(app.route.entity), seconds: 5 }];
}

/** Where the details of an entity are. */
export function path(entity) {
    return `/api/entities/${encodeURIComponent(entity)}`;
}

export function view(app) {
    const name = app.route.entity;
    const entity = app.status.entities.find(one => one.entity === name);
    const back = h('a', { class: 'back', key: 'back', href: href('entities') }, 'All entities');
    if (entity === undefined) {
        return [back, pageHead(name), empty('No mapping makes such an entity.')];
    }
    const details = app.resources.get(path(name));
    return [
        back,
        pageHead(name, [...steering(app, name), replayButton(app, { entities: [name] }, `all rows of ${name}`, { id: 'replay', key: 'replay' })], [stateBadge(entity.state), ` ${full(entity.stateReason ?? 'nothing is known of it yet')}`]),
        sum(entity),
        h('div', { class: 'two', key: 'two' }, facts(entity, details), waitingFor(details)),
        rejections(app, name, details),
    ];
}

function sum(entity) {
    const holds = missing(entity) === 0;
    return card({ id: 'sum', title: `${count(entity.announced, 'write')} announced`, kind: holds ? '' : 'tone-bad',
        lead: holds ? `${sumWords(entity)}.` : `The parts make ${number(entity.announced - missing(entity))}: this is an alarm.` },
    sumBar(entity),
    h('dl', { class: 'parts' }, PARTS.map(part => h('div', { key: part.field },
        h('dt', null, h('span', { class: `swatch part-${part.field}` }), part.word),
        h('dd', { class: 'num' }, number(entity[part.field])),
        h('dd', { class: 'note' }, part.says)))));
}

function facts(entity, details) {
    const tables = details.value?.tables ?? [];
    const facts = [
        ['Rows or links in the target', number(entity.rows)],
        ['Rows whose last write was refused', number(entity.rejectedRows)],
        ['Of these waived', number(entity.waivedRows)],
        ['Changes captured', number(entity.captured)],
        ['Changes that came again', number(entity.redelivered)],
        ['Changes not read yet', number(entity.unread ?? 0)],
        ['Writes left as somebody changed them in Dataverse', number(entity.kept)],
        ['Rate', `${rate(entity.rate?.changesPerSecond ?? 0)} changes/s, ${rate(entity.rate?.writesPerSecond ?? 0)} writes/s`],
        ['Made of', tables.length === 0 ? '–' : tables.map(nameOf).join(', ')],
    ];
    return card({ id: 'facts', title: 'Figures' },
        h('dl', { class: 'facts' }, facts.map(([word, value]) => h('div', { key: word }, h('dt', null, word), h('dd', null, value)))),
        h('p', { class: 'note' }, 'Its rows: ', [['rejected', 'rejected'], ['parked', 'parked'], ['unprocessed', 'in flight'], ['success', 'done']]
            .map(([standing, word], place) => [place > 0 && ', ',
                h('a', { key: standing, href: href('rows', entity.entity, { standing }) }, word)])));
}

function nameOf(table) {
    return typeof table === 'string' ? table : table.table ?? table.name ?? '';
}

function waitingFor(details) {
    const rows = details.value?.waitingFor;
    return card({ id: 'waiting', title: 'Waits for' },
        rows === undefined ? awaited(details)
            : rows.length === 0 ? empty('No write waits for a missing row.')
                : [
                    h('ul', { class: 'rows' }, rows.slice(0, MOST_ROWS).map(waited)),
                    rows.length > MOST_ROWS && h('details', null, h('summary', null, count(rows.length - MOST_ROWS, 'more row')),
                        h('ul', { class: 'rows' }, rows.slice(MOST_ROWS).map(waited))),
                ]);
}

function waited(row) {
    return h('li', { key: row.row },
        rowName({ row: row.row, plainRow: row.plainRow ?? row.row }), h('span', { class: 'num' }, count(row.writes, 'write')));
}

function rejections(app, entity, details) {
    const all = details.value?.rejections;
    return card({ id: 'rejections', title: 'Rejected rows',
        lead: all?.length > 0 ? 'Mend the cause first; a replay then sends exactly the rows that are refused.' : null,
    },
    all === undefined ? awaited(details)
        : all.length === 0 ? empty('No row is refused.')
            : [
                all.map(one => h('article', { class: 'cause', key: one.reason },
                    causeHead({ kind: 'rejected', size: one.rows, unit: 'row', code: one.reason,
                        what: `rejected: ${plain(one.reason)}` }, 'h3'),
                    h('p', null, full(one.remedy), ' ',
                        h('a', { href: href('rows', entity, { standing: 'rejected', reason: one.reason }) }, 'List these rows')),
                    one.plainRow && h('p', { class: 'example' }, 'Such as ', rowName(one),
                        one.detail && h('span', { class: 'detail' }, one.detail)))),
                h('div', { class: 'tools', key: 'replay' },
                    replayButton(app, { entities: [entity], outcomes: ['REJECTED'] }, `rejected rows of ${entity}`, { id: 'replay-rejected' })),
                command(replay({ entity, rejected: true }), app.act.copy),
            ]);
}
