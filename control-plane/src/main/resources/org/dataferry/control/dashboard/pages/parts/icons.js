import { h } from '../app/view.js';

/** Drawn on 24 by 24, by strokes; each state has a shape of its own. */
const SHAPES = {
    check: ['M12 3a9 9 0 1 0 0 18a9 9 0 0 0 0-18', 'm8 12.5 2.8 2.8L16.2 9.5'],
    idle: ['M12 3a9 9 0 1 0 0 18a9 9 0 0 0 0-18', 'M8.5 12h7'],
    forward: ['M12 3a9 9 0 1 0 0 18a9 9 0 0 0 0-18', 'm8 8 4 4-4 4', 'm12.5 8 4 4-4 4'],
    pause: ['M4 4h16v16H4z', 'M9.5 9v6', 'M14.5 9v6'],
    warning: ['M12 3.5 22 20.5H2z', 'M12 10v4.5', 'M12 17.4v.1'],
    question: ['M12 2.5 21.5 12 12 21.5 2.5 12z', 'M9.9 10.2a2.2 2.2 0 1 1 3.2 2c-.7.4-1.1.9-1.1 1.8', 'M12 16.6v.1'],
    alarm: ['M8.2 3h7.6L21 8.2v7.6L15.8 21H8.2L3 15.8V8.2z', 'M12 7.5v5.5', 'M12 16.3v.1'],
    stop: ['M4 4h16v16H4z', 'm9 9 6 6', 'm15 9-6 6'],
    play: ['M7 4.5 19 12 7 19.5z'],
    flag: ['M5 21V4', 'M5 4.5h12l-2.5 4 2.5 4H5'],
    overview: ['M3 12h4l2.5-7 4 14L16 12h5'],
    entities: ['M4 5h16v14H4z', 'M4 10h16', 'M10 10v9'],
    errors: ['M12 3.5 22 20.5H2z', 'M12 10v4.5', 'M12 17.4v.1'],
    replays: ['M4.5 12a7.5 7.5 0 1 1 2.4 5.5', 'M3 8.5 4.5 12 8 10.6'],
    limits: ['M4 17a8.5 8.5 0 1 1 16 0', 'm12 14 4-5'],
    source: ['M12 3c4.4 0 8 1.3 8 3s-3.6 3-8 3-8-1.3-8-3 3.6-3 8-3', 'M4 6v12c0 1.7 3.6 3 8 3s8-1.3 8-3V6', 'M4 12c0 1.7 3.6 3 8 3s8-1.3 8-3'],
    log: ['M6 3h9l4 4v14H6z', 'M9 11h7', 'M9 15h7'],
    copy: ['M9 9h11v11H9z', 'M5 15H4V4h11v1'],
    sun: ['M12 8a4 4 0 1 0 0 8a4 4 0 0 0 0-8', 'M12 2.5v2', 'M12 19.5v2', 'M2.5 12h2', 'M19.5 12h2', 'm5.3 5.3 1.4 1.4', 'm17.3 17.3 1.4 1.4', 'm5.3 18.7 1.4-1.4', 'm17.3 6.7 1.4-1.4'],
    moon: ['M20 14.5A8.5 8.5 0 1 1 9.5 4a7 7 0 0 0 10.5 10.5'],
    system: ['M3 4h18v12H3z', 'M9 20h6', 'M12 16v4'],
    up: ['m6 15 6-6 6 6'],
    down: ['m6 9 6 6 6-6'],
    arrow: ['M4 12h15', 'm14 7 5 5-5 5'],
};

/** An icon beside a word, which says the same: for a screen reader it is not there. */
export function icon(name) {
    return h('svg', { class: 'icon', viewBox: '0 0 24 24', 'aria-hidden': 'true', focusable: 'false' },
        SHAPES[name].map(d => h('path', { d })));
}
