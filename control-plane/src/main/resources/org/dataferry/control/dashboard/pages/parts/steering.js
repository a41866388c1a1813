import { h } from '../app/view.js';
import { ask } from './dialog.js';
import { button } from './pieces.js';
import { hindrance } from '../read/roles.js';

/** The button that pauses or resumes an entity, or all if it is null, with the reason why it may not be used. */
export function steering(app, entity) {
    const all = app.status.paused.some(pause => pause.entity === null);
    const own = app.status.paused.some(pause => pause.entity === entity);
    const why = hindrance(app.session, 'operator');
    const what = entity ?? 'everything';
    const buttons = [];
    if (own) {
        buttons.push(button({ id: 'resume', label: `Resume ${what}`, shape: 'play', why, kind: 'primary', onclick: () => resume(app, entity) }));
    } else if (entity !== null && all) {
        buttons.push(button({ id: 'pause', label: `Pause ${what}`, shape: 'pause', why: 'Everything is paused; resume everything first.' }));
    } else {
        buttons.push(button({ id: 'pause', label: `Pause ${what}`, shape: 'pause', why, onclick: () => pause(app, entity) }));
    }
    return [...buttons, why && h('p', { class: 'note hindrance', key: 'why' }, why)];
}

export function pause(app, entity) {
    ask({
        title: entity === null ? 'Pause everything?' : `Pause ${entity}?`,
        body: 'Requests under way are finished, then nothing more is written to the target until it is resumed. Changes are'
            + ' captured and mapped meanwhile. It holds over restarts.',
        confirm: entity === null ? 'Pause everything' : `Pause ${entity}`,
        kind: 'danger',
        act: why => app.act.steer('pause', entity, why),
    });
}

export function resume(app, entity) {
    ask({
        title: entity === null ? 'Resume everything?' : `Resume ${entity}?`,
        body: entity === null
            ? 'This ends all pauses, also those of single entities. What waits is written at once, within the limits.'
            : 'What waits is written at once, within the limits.',
        confirm: entity === null ? 'Resume everything' : `Resume ${entity}`,
        act: why => app.act.steer('resume', entity, why),
    });
}
