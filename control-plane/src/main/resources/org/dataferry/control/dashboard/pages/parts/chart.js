import { h } from '../app/view.js';
import { nearest, runs, thinned, ticks } from '../read/series.js';

/** More points than a screen has columns only cost time. */
const MOST_POINTS = 400;

/** What the table shows: enough to read the course, few enough to be read out. */
const MOST_ROWS = 30;

const KEYS = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -10, PageUp: 10 };

/**
 * A line over time, with a read-out by pointer or arrow keys, and the same as a table.
 *
 * @param points `{at, value}`, `at` in milliseconds, `value` null where it was not known
 * @param words a value as people read it
 * @param chosen the moment that is read out; null is the last one
 * @param onchoose called with a moment, or null when the pointer leaves
 */
export function chart({ id, label, points, isTime, words, moments, now, chosen, onchoose }) {
    const shown = thinned(points, MOST_POINTS);
    if (shown.length < 2) {
        return h('p', { class: 'empty' }, 'There is not enough to draw yet; a point comes each second.');
    }
    const scale = scaled(shown, isTime);
    const place = chosen === null ? shown.length - 1 : nearest(shown, chosen);
    const point = shown[place];
    const readOut = `${point.value === null ? 'not known' : words(point.value)} at ${moments.at(point.at, now)}`;
    return h('div', { class: 'chart', id },
        h('p', { class: 'chart-read', 'aria-hidden': 'true' }, readOut),
        h('div', {
            class: 'plot',
            role: 'slider',
            tabindex: 0,
            'aria-label': `${label}: read-out`,
            // Moments, so that what was chosen is not another value with each second that goes by.
            'aria-valuemin': seconds(shown[0].at),
            'aria-valuemax': seconds(shown.at(-1).at),
            'aria-valuenow': seconds(point.at),
            'aria-valuetext': readOut,
            onfocus: () => onchoose(point.at),
            onblur: () => onchoose(null),
            onkeydown: event => onKey(event, shown, place, onchoose),
            onpointermove: event => onchoose(scale.at(event)),
            onpointerleave: () => onchoose(null),
        },
        scale.ticks.map(value => h('span', { key: `y${value}`, class: 'tick-y', css: { '--y': scale.y(value) } }, words(value))),
        drawing(shown, scale, chosen === null ? null : point),
        chosen !== null && point.value !== null && h('span', { key: 'dot', class: 'dot', css: { '--x': scale.x(point.at), '--y': scale.y(point.value) } }),
        ends(shown, moments)),
        h('details', null,
            h('summary', null, 'As a table'),
            table(label, thinned(points, MOST_ROWS), words, moments, now)));
}

function seconds(at) {
    return Math.round(at / 1_000);
}

/** Places are shares of the plot: 0 is left, and for values above. */
function scaled(points, isTime) {
    const from = points[0].at;
    const to = points.at(-1).at;
    const values = ticks(Math.max(...points.map(point => point.value ?? 0)), isTime);
    return {
        ticks: values,
        x: at => (at - from) / (to - from),
        y: value => 1 - value / values.at(-1),
        at: event => {
            const box = event.currentTarget.querySelector('svg').getBoundingClientRect();
            return from + Math.min(1, Math.max(0, (event.clientX - box.left) / box.width)) * (to - from);
        },
    };
}

/** Stretched to its box, while lines keep their width; so it needs no measuring, and all text is outside of it. */
function drawing(points, scale, chosen) {
    const all = runs(points);
    const x = at => (scale.x(at) * 1_000).toFixed(1);
    const y = value => (scale.y(value) * 1_000).toFixed(1);
    const line = run => run.map(point => `${x(point.at)} ${y(point.value)}`).join('L');
    return h('svg', { key: 'drawing', viewBox: '0 0 1000 1000', preserveAspectRatio: 'none', 'aria-hidden': 'true' },
        scale.ticks.map(value => h('path', { key: `g${value}`, class: 'grid', d: `M0 ${y(value)}H1000` })),
        all.map((run, number) => h('path', {
            key: `a${number}`, class: 'area', d: `M${line(run)}L${x(run.at(-1).at)} 1000L${x(run[0].at)} 1000Z`,
        })),
        all.map((run, number) => h('path', { key: `l${number}`, class: 'line', d: `M${line(run)}` })),
        chosen !== null && h('path', { key: 'cursor', class: 'cursor', d: `M${x(chosen.at)} 0V1000` }));
}

function ends(points, moments) {
    const from = points[0].at;
    const to = points.at(-1).at;
    const label = at => (to - from < 5 * 60_000 ? moments.second(at) : moments.minute(at));
    return h('div', { key: 'x', class: 'ticks-x', 'aria-hidden': 'true' },
        [from, (from + to) / 2, to].map((at, number) => h('span', { key: number }, label(at))));
}

function onKey(event, points, place, onchoose) {
    const target = event.key === 'Home' ? 0 : event.key === 'End' ? points.length - 1 : place + (KEYS[event.key] ?? NaN);
    if (!Number.isNaN(target)) {
        event.preventDefault();
        onchoose(points[Math.min(points.length - 1, Math.max(0, target))].at);
    } else if (event.key === 'Escape') {
        onchoose(null);
    }
}

function table(label, points, words, moments, now) {
    return h('div', { class: 'scroll', role: 'region', tabindex: 0, 'aria-label': `${label}, as a table` },
        h('table', null,
            h('thead', null, h('tr', null, h('th', { scope: 'col' }, 'At'), h('th', { scope: 'col', class: 'num' }, label))),
            h('tbody', null, points.toReversed().map(point => h('tr', { key: point.at },
                h('td', null, moments.at(point.at, now)),
                h('td', { class: 'num' }, point.value === null ? 'not known' : words(point.value)))))));
}
