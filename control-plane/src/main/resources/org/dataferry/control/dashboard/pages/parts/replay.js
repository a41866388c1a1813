import { h } from '../app/view.js';
import { STAYS, ask, tell } from './dialog.js';
import { button } from './pieces.js';
import { previewWords, sampleWords, withMore } from '../read/replays.js';
import { hindrance } from '../read/roles.js';
import { count } from '../read/words.js';

/** Rows of the preview that are shown; as many as fit beside the reason. */
const MOST_ROWS = 5;

/** The button that shows what a replay would send, and then sends it. @param of for a screen reader, whose rows */
export function replayButton(app, segment, of, more = {}) {
    const why = hindrance(app.session, 'operator');
    return button({ label: 'Replay…', name: `Replay ${of}…`, shape: 'replays', why, onclick: () => replay(app, segment, of), ...more });
}

/**
 * Shows first what would be sent, and sends nothing else. Closing the dialog ends the search for all that this page has to do
 * with it.
 *
 * @param before `{why, problem}` of the time before, where other rows were shown
 */
export async function replay(app, segment, of, before = {}) {
    const isShown = tell({ title: `Replay ${of}`, body: 'Looking for the rows, and what the mappings make of them…', busy: true });
    let preview;
    try {
        preview = await app.act.previewReplay(segment, isShown);
    } catch (failed) {
        if (isShown()) {
            tell({ title: `Replay ${of}`, body: failed.message });
        }
        return;
    }
    if (!isShown()) {
        return;
    }
    if (preview.selected === 0) {
        tell({ title: `Replay ${of}`, body: ['No row is to be sent.', ...previewWords(preview)].join(' ') });
        return;
    }
    ask({
        title: `Replay ${of}: ${count(preview.selected, 'row')}?`,
        body: 'They go through the current mappings again, a window at a time, and cannot overtake newer changes.',
        fields: fields(preview, (which, isTicked) => replay(app, withMore(segment, which, isTicked), of, { why: written() })),
        confirm: preview.needsApproval ? 'Ask for approval' : `Send ${count(preview.selected, 'row')}`,
        ...before,
        act: async why => {
            try {
                return await app.act.beginReplay(segment, preview.selected, why);
            } catch (failed) {
                if (typeof failed.now !== 'number') {
                    throw failed;
                }
                await replay(app, segment, of, { why, problem: failed.message });
                return STAYS;
            }
        },
    });
}

/** @param choose called with which more of them go too or not, as that means other rows to be shown */
function fields(preview, choose) {
    const waiting = Object.values(preview.dependants).reduce((sum, rows) => sum + rows, 0);
    const rows = preview.sample ?? preview.rows;
    return [
        h('ul', { class: 'preview', key: 'preview' }, previewWords(preview).map(line => h('li', { key: line }, line))),
        waiting > 0 && h('label', { class: 'check', key: 'dependants' },
            h('input', { type: 'checkbox', name: 'dependants', checked: preview.segment.dependants === true,
                onchange: event => choose('dependants', event.target.checked) }),
            h('span', null, `Also the ${count(waiting, 'row')} that ${waiting === 1 ? 'waits' : 'wait'} for these; they go by themselves otherwise`)),
        (preview.waived > 0 || preview.segment.waived) && h('label', { class: 'check', key: 'waived' },
            h('input', { type: 'checkbox', name: 'waived', checked: preview.segment.waived === true,
                onchange: event => choose('waived', event.target.checked) }),
            h('span', null, preview.waived > 0 ? `Also the ${count(preview.waived, 'row')} that somebody waived` : 'Also those that somebody waived')),
        h('details', { key: 'rows' }, h('summary', null, 'Such as'),
            h('ul', { class: 'rows' }, rows.slice(0, MOST_ROWS).map((row, place) => h('li', { key: place },
                h('span', { class: 'row-name' }, `${row.entity} ${row.plainKey}`),
                row.result && h('span', { class: 'detail' }, sampleWords(row))))),
            preview.sampleUnknown && h('p', { class: 'note' }, `What the mappings make of them cannot be said: ${preview.sampleUnknown}`)),
    ];
}

/** The reason as far as somebody has written it. */
function written() {
    return document.querySelector('#dialog textarea').value;
}
