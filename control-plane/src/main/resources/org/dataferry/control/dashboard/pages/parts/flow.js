import { h } from '../app/view.js';
import { badge } from './pieces.js';
import { icon } from './icons.js';
import { binding } from '../read/binding.js';
import { total } from '../read/sums.js';
import { count, number, rate, verb } from '../read/words.js';

/** The way of a change, stage by stage: who runs, how fast, and what waits between. */
export function flow(app) {
    const { status } = app;
    const binds = binding(status).stage;
    const stage = name => status.stages.find(one => one.stage === name);
    const unread = total(status.entities, 'unread');
    const inFlight = total(status.entities, 'inFlight');
    const parked = total(status.entities, 'parked');
    const heard = stage('capture').heardAt;
    const rows = total(status.entities, 'rows');
    return h('ol', { class: 'flow' },
        end('source', 'Source', heard ? app.moments.at(heard, app.now()) : 'not heard yet', heard && 'last heard', binds),
        process(stage('capture'), 'Capture', `${rate(status.rate.changesPerSecond)} changes/s`, null, binds),
        process(stage('transform'), 'Transform',
            unread === 0 ? 'nothing unread' : `${count(unread, 'change')} ${verb(unread, 'waits', 'wait')}`,
            parked > 0 ? `${count(parked, 'write')} parked` : null, binds),
        process(stage('sink'), 'Sink', `${rate(status.rate.writesPerSecond)} writes/s`,
            inFlight > 0 ? `${count(inFlight, 'write')} in flight` : null, binds),
        end('dataverse', 'Dataverse', number(rows), 'rows and links', binds));
}

function process(stage, name, first, second, binds) {
    return item(stage.stage, name, binds, stage.runs ? badge('good', 'check', 'runs') : badge('bad', 'warning', 'does not run'),
        first, second, stage.runs ? '' : 'is-down');
}

function end(id, name, first, second, binds) {
    return item(id, name, binds, null, first, second, 'is-end');
}

function item(id, name, binds, mark, first, second, kind) {
    const isBinding = id === binds;
    return h('li', { key: id, class: `stage ${kind} ${isBinding ? 'is-binding' : ''}`, 'data-stage': id },
        h('div', { class: 'stage-head' }, h('h3', null, name), mark),
        h('p', { class: 'stage-figure' }, first),
        second && h('p', { class: 'note' }, second),
        isBinding && h('p', { class: 'binds' }, icon('flag'), 'binds now'));
}
