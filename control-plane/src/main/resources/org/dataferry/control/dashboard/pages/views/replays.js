import { h } from '../app/view.js';
import { href } from '../app/routes.js';
import { ask } from '../parts/dialog.js';
import { awaited, badge, button, card, command, empty, meter, pageHead, sumBar } from '../parts/pieces.js';
import { changesOf, hintOf, isOver, nameOf, outcomesOf, resumption, stageOf, sumOf } from '../read/replays.js';
import { hindrance } from '../read/roles.js';
import { count, full, number } from '../read/words.js';

const PATH = '/api/replays?limit=100';

const DECISIONS = {
    pause: { label: 'Pause', shape: 'pause', role: 'operator',
        body: 'No further row is sent until it is resumed; it holds after one window at most, and what was sent stays.' },
    resume: { label: 'Resume', shape: 'play', role: 'operator', body: 'The rows that were not sent yet are sent.' },
    cancel: { label: 'Cancel', shape: 'stop', role: 'operator', kind: 'danger',
        body: 'No further row is ever sent. What was sent stays, and nothing is taken back.' },
    approve: { label: 'Approve', shape: 'check', role: 'approver', kind: 'primary', body: 'Its rows are sent at once.' },
};

const POSSIBLE = { AWAITS_APPROVAL: ['approve', 'cancel'], GOES_ON: ['pause', 'cancel'], PAUSED: ['resume', 'cancel'] };

export const title = 'Replays';

export function needs() {
    return [{ path: PATH, seconds: 1 }];
}

export function view(app) {
    const resource = app.resources.get(PATH);
    const all = resource.value?.replays ?? [];
    const [open, over] = [all.filter(one => !isOver(one)), all.filter(isOver)];
    return [
        pageHead('Replays', null, [
            'Rows that are sent through the current mappings again. One begins on the page of ',
            h('a', { href: href('errors') }, 'Errors'), ', by its cause, or on that of an entity.']),
        card({ id: 'open', title: open.length === 0 ? 'Nothing is under way' : `${number(open.length)} under way` },
            resource.value === null ? awaited(resource)
                : open.length === 0 ? empty('No replay goes on, waits or is paused.')
                    : h('div', { class: 'replays' }, open.map(one => replay(app, one)))),
        over.length > 0 && card({ id: 'over', title: 'Come to their end' },
            h('div', { class: 'replays' }, over.map(one => replay(app, one)))),
    ];
}

function replay(app, one) {
    const { word, last, tone, icon } = stageOf(one);
    const sum = sumOf(one);
    const hint = hintOf(one);
    const goesOnBy = resumption(one);
    return h('article', { class: 'replay', key: one.replayId, id: `replay-${one.replayId}` },
        h('div', { class: 'cause-head' }, h('h3', null, nameOf(one)), badge(tone, icon, word),
            h('span', { class: 'code' }, one.replayId.slice(0, 8))),
        one.segment && h('p', { class: 'detail' }, one.segment),
        h('p', { class: 'note' }, told(app, 'Asked for', one)),
        one.last.at !== one.at && h('p', { class: 'note' }, told(app, last, one.last)),
        hint && h('p', { class: 'hint' }, full(hint)),
        goesOnBy && command(goesOnBy, app.act.copy),
        progress(one),
        sum !== null && sum.announced > 0 && sumBar(sum),
        (one.writes !== null || isOver(one)) && h('p', { class: 'note' }, one.writes === null ? 'What became of its writes is not known here.' : outcomesOf(one)),
        changesOf(one).map(line => h('p', { class: 'note', key: line }, `${full(line)}`)),
        decisions(app, one));
}

function progress(one) {
    if (one.stage === 'ENDED' || one.stage === 'AWAITS_APPROVAL' || (one.stage === 'CANCELLED' && one.sent === null)) {
        return null;
    }
    return one.sent === null
        ? h('p', { class: 'note' }, 'How far it is, is not known on the dashboard’s machine.')
        : h('div', null,
            h('p', { class: 'sent' }, `${number(one.sent)} of ${count(one.rows, 'row')} sent`),
            meter({ label: `Rows sent of the replay of ${nameOf(one)}`, used: one.sent, limit: one.rows, tone: stageOf(one).tone }));
}

function told(app, what, { by, at, why }) {
    return `${what} by ${by} at ${app.moments.at(at, app.now())}${why ? `: ${why}` : ''}`;
}

function decisions(app, one) {
    const possible = POSSIBLE[one.stage] ?? [];
    const whys = possible.map(what => hindranceOf(app, one, what));
    return possible.length > 0 && h('div', { class: 'tools', key: 'tools' },
        possible.map((what, place) => button({
            label: DECISIONS[what].label, name: `${DECISIONS[what].label} the replay of ${nameOf(one)}`, shape: DECISIONS[what].shape,
            kind: DECISIONS[what].kind === 'primary' ? 'primary' : '', why: whys[place], 'data-do': what, key: what,
            onclick: () => decide(app, one, what),
        })),
        [...new Set(whys)].filter(why => why !== null).map(why => h('p', { class: 'note hindrance', key: why }, why)));
}

function hindranceOf(app, one, what) {
    const why = hindrance(app.session, DECISIONS[what].role);
    return why === null && what === 'approve' && app.session.user === one.by
        ? 'You have asked for it, so somebody else has to approve it.'
        : why;
}

function decide(app, one, what) {
    const { label, body, kind = 'primary' } = DECISIONS[what];
    ask({
        title: `${label} the replay of ${nameOf(one)}?`,
        body,
        confirm: `${label} it`,
        kind,
        act: why => app.act.decideReplay(one.replayId, what, why),
    });
}
