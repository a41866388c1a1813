/** Points of a chart in time: thinned, split where there is a gap, and with round figures at the axis. */

/** A gap that is this much longer than the usual distance is drawn as one: nobody looked meanwhile. */
const GAP = 4;

const DAY = 86_400;

/**
 * At most so many points; of those that fall together the one with the largest value stays, so that no peak is lost.
 *
 * @param points `{at, value}` in the order of time; `value` null where it was not known
 */
export function thinned(points, most) {
    if (points.length <= most) {
        return points;
    }
    const perBucket = points.length / most;
    return Array.from({ length: most }, (_, bucket) => {
        const within = points.slice(Math.floor(bucket * perBucket), Math.floor((bucket + 1) * perBucket));
        return within.reduce((best, point) => ((point.value ?? -1) > (best.value ?? -1) ? point : best));
    });
}

/** Runs of known points without a gap between them. */
export function runs(points) {
    const usual = median(points.slice(1).map((point, before) => point.at - points[before].at));
    const all = [];
    let last = null;
    for (const point of points) {
        if (point.value !== null) {
            if (last === null || point.at - last.at > usual * GAP) {
                all.push([]);
            }
            all.at(-1).push(point);
        }
        last = point.value === null ? null : point;
    }
    return all;
}

/** What is round in seconds, minutes, hours and days. */
const TIMES = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 14_400, 21_600, 43_200, 86_400];

/** Round figures from 0 to beyond the largest value, three to six of them. @param isTime of seconds */
export function ticks(largest, isTime = false) {
    const rough = Math.max(largest, 1) / 4;
    const step = (isTime ? TIMES : decimals(rough)).find(candidate => candidate >= rough) ?? Math.ceil(rough / DAY) * DAY;
    const all = [0];
    while (all.at(-1) < largest || all.length < 3) {
        all.push(all.length * step);
    }
    return all;
}

function decimals(rough) {
    const power = 10 ** Math.max(0, Math.floor(Math.log10(rough)));
    return [1, 2, 5, 10].map(factor => factor * power);
}

/** The place of the point that is nearest to a moment. */
export function nearest(points, at) {
    return points.reduce(
        (best, point, place) => (Math.abs(point.at - at) < Math.abs(points[best].at - at) ? place : best), 0);
}

function median(numbers) {
    const sorted = numbers.toSorted((one, other) => one - other);
    return sorted[Math.floor(sorted.length / 2)] ?? Infinity;
}
