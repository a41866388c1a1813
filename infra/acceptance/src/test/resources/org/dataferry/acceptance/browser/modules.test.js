// What the modules under read/ and app/routes.js say, without a page. Run in the browser: `await run()` gives each with what is wrong.
import { alarms } from '/read/alarms.js';
import { binding } from '/read/binding.js';
import { causes } from '/read/causes.js';
import { replay, rowOf, shellWord } from '/read/commands.js';
import { late, verdict } from '/read/cutover.js';
import { asked } from '/read/limits.js';
import { Moments } from '/read/moments.js';
import { news } from '/read/news.js';
import { changesOf, hintOf, outcomesOf, resumption, segmentOf, sumOf, withMore } from '/read/replays.js';
import { hindrance } from '/read/roles.js';
import { emptyPage, totalOf } from '/read/rows.js';
import { nearest, runs, thinned, ticks } from '/read/series.js';
import { columnsOf, headOf, standingOf } from '/read/story.js';
import { missing } from '/read/sums.js';
import { count, percent, rate, roughRange, span } from '/read/words.js';
import { parse, withOptions } from '/app/routes.js';
import { waiveEach } from '/app/waiving.js';

const NOW = Date.parse('2026-11-29T13:00:00Z');
const inMinutes = minutes => new Date(NOW + minutes * 60_000).toISOString();

const TESTS = {
    'numbers are grouped, and their noun follows them': () => {
        equal(count(1, 'row'), '1 row');
        equal(count(8430, 'row'), '8,430 rows');
    },
    'a share is 100% only when it is whole': () => {
        equal(percent(0.999), '>99%');
        equal(percent(0.001), '<1%');
        equal(percent(1), '100%');
    },
    'a rate that is not zero never reads as zero': () => {
        equal(rate(0.01), '<0.1');
        equal(rate(0), '0');
        equal(rate(1204.4), '1,204');
    },
    'spans have two units at most': () => {
        equal(span(0), '0 s');
        equal([0.44, 9.97, 59.6, 200, 7500, 100_000].map(span), ['0.4 s', '10 s', '1 min', '3 min 20 s', '2 h 5 min', '1 d 3 h']);
    },
    'an estimate is as rough as estimates are, and never narrower than it is': () => {
        equal(roughRange(150, 310), 'in 2 to 6 min');
        equal(roughRange(4, 17), 'within 20 s');
        equal(roughRange(55, 62), 'in 50 s to 2 min');
        equal(roughRange(7_201, 9_000), 'in 2 h to 2 h 30 min');
        equal(roughRange(180, 180), 'in 3 min');
    },
    'moments have the zone, and the day where it is another': () => {
        const zurich = new Moments('Europe/Zurich');
        equal(zurich.at('2026-11-29T13:03:22Z', NOW), '14:03:22 CET');
        equal(zurich.at('2026-11-30T00:30:00Z', NOW), '30 Nov 2026, 01:30:00 CET');
        equal([new Moments('No/Where').zone, new Moments('Etc/UTC').zone], ['UTC', 'UTC']);
    },
    'what is typed is a time of the zone, also where its clocks change': () => {
        const zurich = new Moments('Europe/Zurich');
        equal(zurich.ofField('2026-07-01T12:00'), Date.parse('2026-07-01T10:00:00Z'));
        equal(zurich.ofField('2026-10-25T03:30'), Date.parse('2026-10-25T02:30:00Z'));
        equal(zurich.ofField('2026-03-29T03:30'), Date.parse('2026-03-29T01:30:00Z'));
        equal(zurich.toField(zurich.ofField('2026-11-30T06:15')), '2026-11-30T06:15');
        equal(zurich.ofField(''), null);
    },
    'a sum that does not hold is an alarm': () => {
        equal(missing(entity({ announced: 5, applied: 4, inFlight: 1 })), 0);
        const found = alarms(status({ entities: [entity({ announced: 5, applied: 3 })] }));
        equal(found.map(one => one.title), ['The sum of account does not hold']);
        equal(found[0].tone, 'bad');
    },
    'dumps that wait, and tables that are not read, are warnings': () => {
        const found = alarms(status({ sources: [
            { waitingDumps: [{ table: 'erp/public.a', file: 'f' }], unreadTables: [] },
            { waitingDumps: [], unreadTables: [{ table: 'crm/public.b' }] }] }));
        equal(found.map(({ id, tone }) => `${id} ${tone}`), ['dump-erp/public.a-f wait', 'unread-crm/public.b wait']);
    },
    'imbalances and unannounced outcomes are alarms, dead letters a warning': () => {
        const found = alarms(status({
            unannounced: 1, deadLetters: 2, imbalances: [{ fenceId: 'f', entity: 'account', count: 2, writeIds: ['a', 'b'] }],
        }));
        equal(found.map(one => one.tone), ['bad', 'bad', 'wait']);
        equal(found[0].title, '2 writes of account have no outcome');
    },
    'an entitlement that will be spent is told, one that lasts is not': () => {
        const of = entitlement => alarms(status({ entitlement })).length;
        equal(of({ limit: 100, used: 79, perHour: 1, spentAt: null }), 0);
        equal(of({ limit: 100, used: 80, perHour: 1, spentAt: null }), 1);
        equal(of({ limit: 100, used: 5, perHour: 50, spentAt: inMinutes(60) }), 1);
        equal(of({ limit: null, used: 5, perHour: 50, spentAt: null }), 0);
    },
    'what binds is the pause, then the missing stage, then the longer queue': () => {
        const queues = { state: 'CATCHING_UP', entities: [entity({ unread: 10, inFlight: 3 })] };
        equal(binding(status(queues)).stage, 'transform');
        equal(binding(status({ ...queues, entities: [entity({ unread: 3, inFlight: 10 })] })).stage, 'dataverse');
        equal(binding(status({ ...queues, state: 'IN_STEP' })).stage, 'source');
        const stages = ['capture', 'transform', 'sink'].map(stage => ({ stage, runs: stage !== 'sink', heardAt: null }));
        equal(binding(status({ ...queues, stages })).stage, 'sink');
        equal(binding(status({ ...queues, stages, paused: [{ entity: null, by: 'mila', why: 'x', since: inMinutes(0) }] })).word, 'A pause');
        equal(binding(status({ entities: [entity({ parked: 4 })] })).word, 'Missing rows');
        equal(binding(status({})).stage, 'source');
    },
    'a cutover is on time only if the latest estimate is before it': () => {
        const eta = { earliest: inMinutes(10), latest: inMinutes(20), unknown: null };
        const at = minutes => verdict(NOW + minutes * 60_000, status({ state: 'CATCHING_UP', eta }), NOW).word;
        equal([5, 15, 25].map(at), ['Too late', 'May be late', 'On time']);
        equal(verdict(NOW, status({ eta: { earliest: null, latest: null, unknown: 'nothing moves' } }), NOW).word, 'Not known');
        equal(verdict(NOW, status({ state: 'STALLED', eta }), NOW).word, 'At risk');
        equal(verdict(NOW + 1, status({ state: 'IN_STEP', eta: null }), NOW).word, 'On time');
    },
    'what may miss the cutover is named, the latest first': () => {
        const until = minutes => ({ earliest: inMinutes(1), latest: inMinutes(minutes), unknown: null });
        const entities = [
            entity({ entity: 'account', eta: until(25) }), entity({ entity: 'contact', eta: null }), entity({ entity: 'lead', eta: until(40) }),
            entity({ entity: 'task', eta: until(10) }), entity({ entity: 'note', eta: { earliest: null, latest: null, unknown: 'it is paused' } }),
        ];
        equal(late(NOW + 20 * 60_000, status({ entities }), NOW), [
            { entity: 'note', text: 'cannot be foretold, as it is paused' }, { entity: 'lead', text: 'may be 20 min late' },
            { entity: 'account', text: 'may be 5 min late' },
        ]);
    },
    'causes are sorted by what they hold, missing rows are grouped by entity, and what is no one cause comes last': () => {
        const found = causes(status({
            entities: [entity({ parked: 190 })],
            parkedFor: [
                { row: 'a', plainRow: 'account of public.customers 1', writes: 60 },
                { row: 'b', plainRow: 'account of public.customers 2', writes: 30 },
            ],
            rejectedBy: [{ reason: 'ORPHAN', kind: 'DATA_FAULT', rows: 12, remedy: 'see', row: 'c', plainRow: 'contact of public.people 3' }],
        }));
        equal(found.map(one => [one.size, one.unit, one.what]), [
            [90, 'write', 'held by 2 missing account rows'], [12, 'row', 'rejected: orphan'], [100, 'write', 'held by other missing rows'],
        ]);
        equal(found[0].commands, ['ferry replay DIR --entity account --key 1']);
        equal(found[1].commands, ['ferry replay DIR --entity contact --rejected']);
    },
    'what is waived counts for less, and is told apart': () => {
        const found = causes(status({ rejectedBy: [
            { reason: 'ORPHAN', kind: 'DATA_FAULT', rows: 9, waived: 8, remedy: 'see', plainRow: 'contact of public.people 3' },
            { reason: 'VALUE_TOO_LONG', kind: 'DATA_FAULT', rows: 2, waived: 0, remedy: 'see' },
        ] }));
        equal(found.map(one => [one.code, one.size, one.waived]), [['VALUE_TOO_LONG', 2, 0], ['ORPHAN', 9, 8]]);
    },
    'what can be waived is what is open of each entity, and not known before all details are there': () => {
        const all = status({
            entities: ['account', 'contact', 'lead'].map(name => entity({ entity: name, rejectedRows: 9 })),
            rejectedBy: [{ reason: 'ORPHAN', kind: 'DATA_FAULT', rows: 12, waived: 6, remedy: 'see', plainRow: 'contact of public.people 3' }],
        });
        const of = (rows, waived) => ({ rejections: [{ reason: 'ORPHAN', rows, waived }, { reason: 'UGLY', rows: 1, waived: 0 }] });
        equal(causes(all, { account: of(5, 5), contact: of(4, 1) })[0].waivable, null);
        equal(causes(all, { account: of(5, 5), contact: of(4, 1), lead: of(3, 0) })[0].waivable,
            [{ entity: 'contact', rows: 3 }, { entity: 'lead', rows: 3 }]);
    },
    'one entity of which nothing is left to waive, or more has come, holds up no other': async () => {
        const answers = { account: 0, contact: null, lead: 4_000, order: null };
        const posted = [];
        const result = await waiveEach(Object.keys(answers).map(name => ({ entity: name, rows: 5 })), async ({ entity: name, rows }) => {
            posted.push([name, rows]);
            if (answers[name] !== null) {
                throw Object.assign(new Error(`${answers[name]} are there now`), { now: answers[name] });
            }
        });
        equal(posted.map(([name]) => name), ['account', 'contact', 'lead', 'order']);
        equal(result, { gone: ['account'], left: [{ entity: 'lead', rows: 4_000 }], problem: '4000 are there now' });
    },
    'what else fails leaves the rest to be waived': async () => {
        const parts = ['account', 'contact', 'lead'].map(name => ({ entity: name, rows: 5 }));
        const result = await waiveEach(parts, async ({ entity: name }) => {
            if (name === 'contact') {
                throw Object.assign(new Error('Kafka is away'), { now: null });
            }
        });
        equal(result, { gone: [], left: parts.slice(1), problem: 'Kafka is away' });
    },
    'a rejection names all entities that have it': () => {
        const found = causes(
            status({ rejectedBy: [{ reason: 'ORPHAN', kind: 'DATA_FAULT', rows: 5, remedy: 'see' }] }),
            { account: { rejections: [{ reason: 'ORPHAN', rows: 1 }] }, contact: { rejections: [{ reason: 'ORPHAN', rows: 4 }] } });
        equal(found[0].commands, ['ferry replay DIR --entity contact --rejected', 'ferry replay DIR --entity account --rejected']);
    },
    'a key never becomes a command of the shell': () => {
        equal(shellWord('ALFKI'), 'ALFKI');
        equal(shellWord("O'Brien; rm -rf $HOME"), "'O'\\''Brien; rm -rf $HOME'");
        equal(shellWord(''), "''");
        equal(replay({ entity: 'account', key: 'a\nrm -rf /' }), null);
    },
    'a key is told of rows of a source only': () => {
        equal(rowOf('account of public.customers A B'), { entity: 'account', key: 'A B' });
        equal(rowOf('clearance of account of public.customers 1 and contact of public.people 2').key, null);
        equal(rowOf('contact merged by mail a@b.c').key, null);
        equal(rowOf('part of public.parts 5 (2)').key, null);
    },
    'limits are asked for as they are typed, and nothing unreadable is': () => {
        const limits = { requests: { now: 6000 }, executionTime: { now: '1200s' }, reserve: { now: 0 }, concurrentRequests: { now: 0 },
            batchSize: { now: 100 }, largestBatch: { now: 1000 }, entitlement: { now: null } };
        equal(asked({ reserve: '0.3', requests: ' 6000 ', executionTime: '10m' }, limits).changes, { executionTime: '10m', reserve: 0.3 });
        equal(asked({ reserve: '0.95' }, limits).changes, {});
        equal(asked({ reserve: '3e-1' }, limits).problem.startsWith('Reserve'), true);
        equal(asked({}, limits).problem, 'Nothing is different from what holds now.');
    },
    'thinning keeps the peak': () => {
        const points = Array.from({ length: 1_000 }, (_, at) => ({ at, value: at === 517 ? 99 : 1 }));
        const thin = thinned(points, 50);
        equal(thin.length, 50);
        equal(Math.max(...thin.map(point => point.value)), 99);
    },
    'a line is broken where nothing was known, or nobody looked': () => {
        const at = (...all) => all.map(([moment, value]) => ({ at: moment, value }));
        equal(runs(at([0, 1], [1, 1], [2, null], [3, 1], [4, 1], [20, 1])).map(run => run.length), [2, 2, 1]);
    },
    'an axis is round, and reaches beyond the largest value': () => {
        equal(ticks(0), [0, 1, 2]);
        equal(ticks(37), [0, 10, 20, 30, 40]);
        equal(ticks(170, true), [0, 60, 120, 180]);
    },
    'the read-out is of the nearest point': () => {
        equal(nearest([{ at: 0 }, { at: 10 }, { at: 20 }], 14), 1);
    },
    'only a new state and new alarms are said aloud': () => {
        equal(news(null, status({ unannounced: 1 })), null);
        equal(news(status({}), status({ stateReason: 'other', deadLetters: 1 })), null);
        equal(news(status({}), status({ state: 'STALLED', stateReason: 'sink is not running' })), 'Stalled: sink is not running.');
        equal(news(status({}), status({ unannounced: 1 })), 'Alarm: 1 outcome of writes that nobody announced.');
        equal(news(status({ unannounced: 1 }), status({ unannounced: 2 })), null);
    },
    'a replay tells how far it is, who sends it, and what it has changed': () => {
        const replay = { stage: 'GOES_ON', sender: 'NOBODY', trouble: null, replayId: 'r1', rows: 2, entity: 'account',
            writes: { applied: 1, rejected: 1 }, before: { rejectedRows: 7, parked: 0, rows: 3 }, after: { rejectedRows: 1, parked: 0, rows: 3 } };
        equal(resumption(replay), 'ferry replay DIR --resume r1');
        equal(outcomesOf(replay), '1 applied, 1 rejected.');
        equal(sumOf(replay).announced, 2);
        equal(changesOf(replay), ['rows refused: 7 before, 1 after']);
        equal(hintOf({ ...replay, sender: 'THIS_DASHBOARD' }), null);
        equal(hintOf({ ...replay, sender: 'THIS_DASHBOARD', trouble: 'Kafka is away' }), 'It does not come on: Kafka is away');
        equal([outcomesOf({ writes: null }), changesOf({ before: null, after: {} })], ['No write yet.', []]);
    },
    'a cause is replayed by its reason, or by the rows that are missed; what mends itself is not': () => {
        equal(segmentOf({ kind: 'rejected', code: 'TOO_LONG' }), { errorReasons: ['TOO_LONG'] });
        equal(segmentOf({ kind: 'parked', missing: [{ entity: 'account', key: 'A' }, { entity: 'account', key: 'B' }] }),
            { entities: ['account'], keys: ['A', 'B'] });
        equal([segmentOf({ kind: 'parked', missing: [] }), segmentOf({ kind: 'deferred' })], [null, null]);
    },
    'an approver may do what an operator may, a viewer not': () => {
        equal(hindrance({ role: 'approver' }, 'operator'), null);
        equal(hindrance({ role: 'viewer' }, 'operator'), 'This needs the role operator; you are signed in as viewer.');
        equal(typeof hindrance({ role: null }, 'viewer'), 'string');
    },
    'an address names a page, an entity and options; an unknown one is the overview': () => {
        equal([parse('#/entities/a%2Fb').entity, parse('#/nonsense').view, parse('').view], ['a/b', 'overview', 'overview']);
        equal(withOptions(parse('#/entities?sort=lag&name=x'), { name: '', order: 'down' }), '#/entities?sort=lag&order=down');
        equal(parse('#/entities/%E0%A4%A').entity, '%E0%A4%A');
    },
    'a segment has its dependants only where they are wanted': () => {
        equal(withMore({ errorReasons: ['ORPHAN'] }, 'dependants', true), { errorReasons: ['ORPHAN'], dependants: true });
        equal(withMore({ errorReasons: ['ORPHAN'], dependants: true }, 'dependants', false), { errorReasons: ['ORPHAN'] });
    },
    'rows are of an entity and a story of a record': () => {
        equal(parse('#/rows/account?standing=parked').entity, 'account');
        equal(parse('#/rows').view, 'entities');
        equal(parse('#/records/7').entity, '7');
        equal(parse('#/records?q=7').entity, null);
    },
    'a list that is not counted says so, and an empty page of it that it goes on': () => {
        equal(totalOf({ total: 62, isTotalExact: true }), '62 rows');
        equal(totalOf({ total: 100_000, isTotalExact: false }), 'More than 100,000 rows');
        equal(totalOf({ total: null, isTotalExact: false }), 'Rows');
        equal(emptyPage({ total: null, next: 'a' }).includes('next page goes on'), true);
        equal([emptyPage({ total: null, next: null }), emptyPage({ total: 0, next: null })], ['There are none.', 'There are none.']);
    },
    'what happened to a row is said in a few words': () => {
        equal(headOf({ event: 'CHANGE', op: 'D', redelivered: true }), 'Deleted at the source, delivered again');
        equal(headOf({ event: 'WRITE', version: 3, part: 'ROW', cause: 'REPLAY' }), 'Written as version 3 for a replay');
        equal(headOf({ event: 'OUTCOME', status: 'REJECTED', reason: 'ORPHAN', part: 'LOOKUP', column: 'parentid' }),
            'Rejected: orphan (lookup parentid)');
    },
    'a row that waits for another one is parked': () => {
        equal(standingOf({ processing: 'processed', waitsFor: [{}] }).word, 'Parked');
        equal(standingOf({ processing: 'processed', waitsFor: [] }).word, 'Waits');
    },
    'columns of a first version have not changed': () => {
        equal(columnsOf({ columns: [{ column: 'a', changed: false }] }), { changed: [], same: [{ column: 'a', changed: false }] });
        equal(columnsOf({}), { changed: [], same: [] });
    },
};

export async function run() {
    const found = [];
    for (const [name, test] of Object.entries(TESTS)) {
        try {
            await test();
            found.push({ name, wrong: null });
        } catch (failed) {
            found.push({ name, wrong: failed.stack });
        }
    }
    return found;
}

function equal(found, wanted) {
    if (JSON.stringify(found) !== JSON.stringify(wanted)) {
        throw new Error(`found ${JSON.stringify(found)}, wanted ${JSON.stringify(wanted)}`);
    }
}

function entity(of) {
    return {
        entity: 'account', state: 'IN_STEP', announced: Object.entries(of)
            .filter(([name]) => name !== 'unread').reduce((sum, [, value]) => sum + value, 0),
        applied: 0, alreadyApplied: 0, skipped: 0, parked: 0, deferred: 0, bounced: 0, rejected: 0, inFlight: 0, unread: 0, rejectedRows: 0,
        ...of,
    };
}

function status(of) {
    return {
        state: 'IN_STEP', stateReason: 'changes flow', eta: null, lag: { changes: 0, seconds: 0, answers: null }, entities: [], imbalances: [], unannounced: 0, deadLetters: 0, discardedLetters: 0, openLetters: [], paused: [],
        sources: [],
        stages: [{ stage: 'capture', runs: true, heardAt: null }],
        entitlement: { limit: null, used: 0, perHour: 0, spentAt: null }, parkedFor: [], rejectedBy: [], deferredBy: [], bouncedBy: [],
        ...of,
    };
}
