import { h } from '../app/view.js';
import { href } from '../app/routes.js';
import { awaited, card, pageHead } from '../parts/pieces.js';
import { recordLink, recordList, standing } from '../parts/records.js';
import { columnsOf, headOf, toneOf, valueOf } from '../read/story.js';
import { count, full, number, plain } from '../read/words.js';

export function title(app) {
    return app.resources.get(path(app)).value?.record.plainRow ?? 'Record';
}

/** Whoever sees personal data is written down each time it is sent, so it is not asked for more often than somebody reads. */
export function needs(app) {
    return [{ path: path(app), seconds: 60 }];
}

function path(app) {
    return `/api/records/${encodeURIComponent(app.route.entity)}`;
}

export function view(app) {
    const resource = app.resources.get(path(app));
    const back = h('a', { class: 'back', key: 'back', href: href('records') }, 'Records');
    if (resource.value === null) {
        return [back, pageHead('Record'), card({ id: 'facts', title: 'Record' }, awaited(resource))];
    }
    const story = resource.value;
    const { record } = story;
    return [
        back,
        pageHead(record.plainRow, null, [standing(record), ` ${sentenceOf(record)}`]),
        resource.error && h('p', { class: 'notice tone-wait', key: 'old' }, resource.error.message),
        h('div', { class: 'two', key: 'two' }, facts(app, record), others(story)),
        timeline(app, story),
    ];
}

function sentenceOf(record) {
    if (record.error) {
        return `Refused: ${plain(record.error.reason)}${record.waived ? ', and waived' : ''}.`;
    }
    if (record.lastOutcome === null && record.mergedInto) {
        return 'It goes on in the row that it is merged into.';
    }
    return record.lastOutcome === null ? 'Nobody has announced a write of it.'
        : `Its last outcome is ${plain(record.lastOutcome)}${record.lastReason ? `, ${plain(record.lastReason)}` : ''}.`;
}

function facts(app, record) {
    const at = moment => (moment === null ? null : app.moments.at(moment, app.now()));
    const all = [
        ['Entity', h('a', { href: href('entities', record.entity) }, record.entity)],
        ['At the source', record.sourceTable && `${record.sourceTable} ${record.sourceKey}`],
        ['GUID in Dataverse', record.guid],
        ['In the target', record.inTarget && plain(record.inTarget)],
        ['Merged into', record.mergedInto && recordLink(record.mergedInto)],
        ['Made in Dataverse at', at(record.createdAt)],
        ['Last change at the source', at(record.lastChangeAt)],
        ['Last write at', at(record.lastWriteAt)],
        ['Version applied, and written', `${record.appliedVersion ?? '–'}, ${record.writtenVersion ?? '–'}`],
        ['Version of the mapping', record.mappingVersion],
        ['Waived', record.waived && `by ${record.waived.who}: ${record.waived.why}`],
        ['Row id', record.rowId && h('code', null, record.rowId)],
    ];
    return card({ id: 'facts', title: 'What it is' },
        h('dl', { class: 'facts' }, all.filter(([, value]) => value).map(([word, value]) =>
            h('div', { key: word }, h('dt', null, word), h('dd', null, value)))),
        record.error && h('p', { class: 'remedy', key: 'remedy' }, full(record.error.remedy ?? '')));
}

function others({ record, held }) {
    const entities = [...new Set(held.first.map(row => row.entity))];
    return card({ id: 'waits', title: 'Waits' },
        record.waitsFor.length === 0 ? h('p', { class: 'empty', key: 'none' }, 'It waits for no other row.') : [
            h('h3', { key: 'for' }, 'It waits for'),
            h('ol', { class: 'rows chain', key: 'chain' }, record.waitsFor.map(row => h('li', { key: row.record }, recordLink(row),
                row.reason && h('span', { class: 'code' }, row.reason)))),
        ],
        held.rows === 0 ? h('p', { class: 'empty', key: 'nobody' }, 'No other row waits for it.') : [
            h('h3', { key: 'head' }, `${held.isExact ? count(held.rows, 'row') : `More than ${number(held.rows)} rows`} wait for it`),
            recordList(held.first),
            held.rows > held.first.length && h('p', { class: 'note', key: 'all' }, 'All of them, by entity: ', entities.map(entity =>
                h('a', { key: entity, href: href('rows', entity, { standing: 'parked', waitsFor: record.record }) }, entity, ' '))),
        ]);
}

function timeline(app, story) {
    const hidden = story.record.masked || story.events.some(event => event.detail === '(masked)' || event.columns?.some(one => one.masked));
    return card({ id: 'timeline', title: 'Its story',
        lead: hidden && !app.session.seesPersonal ? 'Personal data is masked, as your user may not see it.' : null },
    story.cutShort.length > 0 && h('p', { class: 'note', key: 'cut' }, `It is cut short: there are older ${story.cutShort.join(', ')}.`),
    story.notRead.map(words => h('p', { class: 'note', key: words }, `Not read: ${words}.`)),
    h('ol', { class: 'timeline' }, story.events.map((event, place) => item(app, event, place))));
}

function item(app, event, place) {
    return h('li', { key: place, class: `tone-${toneOf(event)} event-${event.event.toLowerCase()}` },
        h('time', { datetime: event.at }, event.at === null ? '' : app.moments.at(event.at, app.now())),
        h('div', null,
            h('h3', null, headOf(event)),
            event.why && h('p', { class: 'why' }, event.why),
            event.detail && h('p', { class: 'detail' }, event.detail),
            event.remedy && h('p', null, full(event.remedy)),
            event.waitingFor && h('p', null, 'It is about ', recordLink(event.waitingFor)),
            columns(event),
            h('p', { class: 'note' }, small(app, event))));
}

function small(app, event) {
    return [
        event.position && `position ${event.position}`,
        event.event === 'CHANGE' && event.capturedAt && `captured at ${app.moments.at(event.capturedAt, app.now())}`,
        event.mappingVersion && `mapping ${event.mappingVersion}`,
        event.replayId && `replay ${event.replayId}`,
        event.waiverId && `waiver ${event.waiverId}`,
        event.batch && `batch ${event.batch}`,
        event.stage && `by ${event.stage.toLowerCase()}`,
        event.comparedWith && `compared with version ${event.comparedWith}`,
        event.state !== null && event.state !== undefined && `state ${event.state}`,
    ].filter(Boolean).join(' · ');
}

function columns(event) {
    const { changed, same } = columnsOf(event);
    return [
        changed.length > 0 && [
            h('p', { class: 'note', key: 'changed' }, `${count(changed.length, 'column')} changed`),
            table('Columns that changed', changed, true),
        ],
        same.length > 0 && h('details', { key: 'same' },
            h('summary', null, changed.length > 0 ? `${count(same.length, 'other column')}` : count(same.length, 'column')),
            table('Columns', same, false)),
    ];
}

function table(caption, all, withBefore) {
    return h('div', { class: 'scroll', role: 'region', tabindex: 0, 'aria-label': caption, key: caption },
        h('table', { class: 'cards values' },
            h('thead', null, h('tr', null, h('th', { scope: 'col' }, 'Column'),
                withBefore && h('th', { scope: 'col' }, 'Before'), h('th', { scope: 'col' }, 'Value'))),
            h('tbody', null, all.map(one => h('tr', { key: one.column },
                h('th', { scope: 'row' }, one.column),
                withBefore && h('td', { 'data-label': 'Before' }, named(one.before, one.recordBefore)),
                h('td', { 'data-label': 'Value' }, named(one.value, one.record)))))));
}

function named(value, record) {
    return record ? recordLink({ record, plainRow: value }) : valueOf(value);
}
