import { h } from '../app/view.js';
import { href } from '../app/routes.js';
import { badge, card, command, empty, figure, pageHead } from '../parts/pieces.js';
import { acceptDrift } from '../read/commands.js';
import { total } from '../read/sums.js';
import { bytes } from '../read/sizes.js';
import { count, number, percent, rate, span } from '../read/words.js';

export const title = 'Source';

export function needs() {
    return [];
}

export function view(app) {
    const { status } = app;
    return [
        pageHead('Source', null, 'What capture reports of the source.'),
        figures(app),
        status.sources.map(source => ofSource(app, source, status.sources.length > 1)),
        card({ id: 'captured', title: 'Changes by entity' }, table(status.entities)),
        notMigrated(status.notMigrated),
    ];
}

function figures(app) {
    const { status } = app;
    const capture = status.stages.find(stage => stage.stage === 'capture');
    return h('div', { class: 'figures', key: 'figures' },
        figure({
            id: 'capture', label: 'Capture', value: capture.runs ? 'Runs' : 'Stopped', tone: capture.runs ? null : 'bad',
            badge: capture.runs ? null : badge('bad', 'warning', 'does not run'),
            note: capture.heardAt ? `Heard at ${app.moments.at(capture.heardAt, app.now())}.` : 'Not heard yet.',
        }),
        figure({ id: 'captured-rate', label: 'Captured', value: rate(status.rate.changesPerSecond), unit: 'changes/s',
            note: `Over ${status.rate.seconds} seconds.` }),
        figure({ id: 'unread', label: 'Not read yet', value: number(total(status.entities, 'unread')), unit: 'changes',
            note: 'Captured, and not read by transform.' }),
        figure({ id: 'dead', label: 'Dead letters', value: number(status.deadLetters), unit: 'records', tone: status.deadLetters > 0 ? 'wait' : null,
            note: 'Could not be read at all.' }));
}

/** Its name is told where there are several. */
function ofSource(app, source, isOneOfSeveral) {
    const id = part => isOneOfSeveral ? `${part}-${source.name}` : part;
    const own = {
        card: ({ id: part, title: about, ...more }, ...content) =>
            card({ id: id(part), title: isOneOfSeveral ? `${about}: ${source.name}` : about, ...more }, ...content),
        figure: ({ id: part, ...more }) => figure({ id: id(part), ...more }),
    };
    return [log(own, source), snapshot(own, app, source), waitingDumps(own, app, source), unreadTables(own, source), held(own, app, source)];
}

function log(own, source) {
    if (!source.log && !source.trouble) {
        return null;
    }
    const lead = 'What capture costs the source.';
    if (!source.log) {
        return own.card({ id: 'source-log', title: 'Log of the source', lead }, empty(source.trouble));
    }
    const { role, slot, bytesPerSecond, roomBytes, secondsUntilFull } = source.log;
    const lost = slot && (slot.state === 'lost' || slot.lostBecause);
    return own.card({ id: 'source-log', title: 'Log of the source', lead },
        h('div', { class: 'figures' },
            own.figure({ id: 'slot', label: 'Replication slot', value: slot ? slot.state : 'none', tone: !slot || lost ? 'bad' : null,
                note: slot ? `${slot.name}, ${slot.active ? 'in use' : 'used by nobody'}, on the ${role.toLowerCase()}.`
                    + (lost ? ' Capture cannot go on without a decision.' : '') : 'Capture has not made one, or it was dropped.' }),
            own.figure({ id: 'retained', label: 'Log kept', value: slot ? bytes(slot.retainedBytes) : '–', note: 'By the slot, for capture.' }),
            own.figure({ id: 'growth', label: 'Log grows', value: bytesPerSecond === null ? '–' : bytes(bytesPerSecond * 86400), unit: 'a day',
                note: 'Over the last minutes, else as usual.' }),
            own.figure({ id: 'full', label: 'Room lasts', value: secondsUntilFull === null ? '–' : span(secondsUntilFull),
                tone: secondsUntilFull !== null && secondsUntilFull < 86400 ? 'wait' : null,
                note: roomBytes === null ? 'Nobody has said how much room there is.' : `If capture stopped now; there is room for ${bytes(roomBytes)}.` })));
}

function snapshot(own, app, source) {
    if (!source.snapshot) {
        return null;
    }
    const { rows, share, secondsLeft, at, tables } = source.snapshot;
    const done = tables.filter(one => one.share >= 1).length;
    const columns = [
        ['Rows', one => number(one.rows)],
        ['Read', one => percent(one.share)],
    ];
    return own.card({ id: 'snapshot', title: 'First load', lead: 'Capture reads all rows; changes follow after that.' },
        h('div', { class: 'figures' },
            own.figure({ id: 'snapshot-share', label: 'Read', value: percent(share), note: `By size, as of ${app.moments.at(at, app.now())}.` }),
            own.figure({ id: 'snapshot-rows', label: 'Rows', value: number(rows), note: 'Since capture was started.' }),
            own.figure({ id: 'snapshot-left', label: 'Left', value: secondsLeft === null ? '–' : span(secondsLeft), note: 'At the pace so far.' }),
            own.figure({ id: 'snapshot-tables', label: 'Tables done', value: number(done), note: `Of ${count(tables.length, 'table')}.` })),
        h('div', { class: 'scroll', role: 'region', tabindex: 0, 'aria-label': 'First load by table' },
            h('table', { class: 'cards' },
                h('thead', null, h('tr', null, h('th', { scope: 'col' }, 'Table'),
                    columns.map(([head]) => h('th', { key: head, scope: 'col', class: 'num' }, head)))),
                h('tbody', null, tables.map(one => h('tr', { key: one.table },
                    h('th', { scope: 'row' }, one.table),
                    columns.map(([head, text]) => h('td', { key: head, class: 'num', 'data-label': head }, text(one)))))))));
}

function waitingDumps(own, app, source) {
    if (source.waitingDumps.length === 0) {
        return null;
    }
    return own.card({ id: 'waiting-dumps', title: 'Dumps that wait', lead: 'They are suspicious. Nothing of them is published until somebody accepts them.' },
        h('ul', null, source.waitingDumps.map(({ table: name, file, since, counts, findings, command: accept }) => h('li', { key: `${name} ${file}` },
            h('code', null, name), ` since ${app.moments.at(since, app.now())}: ${findings.map(finding => finding.message).join('; ')}. `,
            counts.rows > 0 && `It would be ${count(counts.rows, 'row')}: ${number(counts.inserted)} new, `
                + `${number(counts.updated)} changed, ${number(counts.deleted)} deleted. `,
            accept ? command(accept, app.act.copy) : [
                findings.every(finding => finding.acceptable) ? 'Its file is not there any more: ' : 'It cannot be accepted as it is: ',
                h('code', { key: 'file' }, file)]))));
}

function unreadTables(own, source) {
    if (source.unreadTables.length === 0) {
        return null;
    }
    return own.card({ id: 'unread-tables', title: 'Tables that cannot be read', lead: 'The target stays as their last dump was.' },
        h('ul', null, source.unreadTables.map(({ table: name, reason }) => h('li', { key: name }, h('code', null, name), `: ${reason}`))));
}

function held(own, app, source) {
    if (source.held.length === 0) {
        return null;
    }
    return own.card({ id: 'held', title: 'Held tables', lead: 'Their schema is not what it was; their changes wait until somebody accepts it.' },
        h('ul', null, source.held.map(({ table: name, since, drifts }) => h('li', { key: name },
            h('code', null, name), ` since ${app.moments.at(since, app.now())}: `,
            drifts.map(drift => [drift.kind.toLowerCase().replace('_', ' '), ' ', drift.before, drift.before && drift.after ? ' → ' : '', drift.after]
                .join('')).join('; '),
            acceptDrift(name) && command(acceptDrift(name), app.act.copy)))));
}

function table(entities) {
    const columns = [
        ['Captured', entity => number(entity.captured)],
        ['Again', entity => number(entity.redelivered)],
        ['Not read yet', entity => number(entity.unread ?? 0)],
        ['Changes/s', entity => rate(entity.rate?.changesPerSecond ?? 0)],
    ];
    return h('div', { class: 'scroll', role: 'region', tabindex: 0, 'aria-label': 'Changes by entity' },
        h('table', { class: 'cards' },
            h('thead', null, h('tr', null, h('th', { scope: 'col' }, 'Entity'),
                columns.map(([head]) => h('th', { key: head, scope: 'col', class: 'num' }, head)))),
            h('tbody', null, entities.map(entity => h('tr', { key: entity.entity },
                h('th', { scope: 'row' }, h('a', { href: href('entities', entity.entity) }, entity.entity)),
                columns.map(([head, text]) => h('td', { key: head, class: 'num', 'data-label': head }, text(entity))))))));
}

function notMigrated(found) {
    const lead = 'What of the source no mapping reads.';
    if (!found) {
        return card({ id: 'not-migrated', title: 'Not migrated', lead }, empty('The source could not be asked.'));
    }
    return card({ id: 'not-migrated', title: 'Not migrated', lead },
        found.tables.length === 0 && found.columns.length === 0 && empty('Every table and column is read.'),
        found.tables.length > 0 && h('details', { key: 'tables' }, h('summary', null, count(found.tables.length, 'table')),
            h('ul', { class: 'ids' }, found.tables.map(name => h('li', { key: name }, h('code', null, name))))),
        found.columns.map(({ table: name, columns }) => h('details', { key: name },
            h('summary', null, `${count(columns.length, 'column')} of ${name}`),
            h('ul', { class: 'ids' }, columns.map(column => h('li', { key: column }, h('code', null, column)))))));
}
