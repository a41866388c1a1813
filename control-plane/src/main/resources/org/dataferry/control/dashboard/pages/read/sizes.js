const UNITS = ['bytes', 'kB', 'MB', 'GB', 'TB', 'PB'];
const STEP = 1000;

/** For people: 3.1 GB. */
export function bytes(size) {
    let left = size;
    let unit = 0;
    while (left >= STEP && unit < UNITS.length - 1) {
        left /= STEP;
        unit += 1;
    }
    return `${left.toFixed(unit === 0 || left >= 100 ? 0 : 1)} ${UNITS[unit]}`;
}
