// What can be measured of how a page can be read and used. Each gives a list of what falls short.

/** WCAG 2.2, 1.4.3: texts against what they stand on; 3:1 is enough for large ones. */
export function contrast() {
    const found = new Map();
    for (const node of texts()) {
        const element = node.parentElement;
        const style = getComputedStyle(element);
        const [text, ground] = [colour(style.color), groundOf(element)];
        const size = parseFloat(style.fontSize);
        const isLarge = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
        const ratio = ratioOf(over(text, ground), ground);
        if (ratio < (isLarge ? 3 : 4.5)) {
            found.set(`${style.color} on rgb(${ground.slice(0, 3).map(Math.round)})`,
                `${ratio.toFixed(2)}:1 "${node.data.trim().slice(0, 40)}" in ${element.tagName}.${element.className}`);
        }
    }
    return [...found.values()];
}

/** Whatever makes the page wider than the screen. */
export function tooWide() {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) {
        return [];
    }
    return [...document.body.querySelectorAll('*')]
        .filter(element => element.getBoundingClientRect().right > width + 1 && !element.closest('.scroll'))
        .map(element => `${element.tagName}.${element.className} reaches ${element.getBoundingClientRect().right}`)
        .concat(`${document.documentElement.scrollWidth} wide`);
}

/** Texts that do not fit into the box that they stand in. */
export function cut() {
    return [...document.querySelectorAll('.figure p, .stage p, .stage h3, .badge, .button, nav a, td, th, .state p, .card-head, .command')]
        .filter(element => visible(element) && getComputedStyle(element).display !== 'inline')
        .filter(element => element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 4)
        .map(element => `${element.className} "${element.innerText.slice(0, 40)}"`);
}

/** Numbers that are broken between two lines, and read as two. */
export function broken() {
    return [...texts()]
        .filter(node => /^[\d,. ]+$/.test(node.data.trim()))
        .filter(node => {
            const range = document.createRange();
            range.selectNodeContents(node);
            return new Set([...range.getClientRects()].map(box => Math.round(box.top))).size > 1;
        })
        .map(node => `"${node.data}" in ${node.parentElement.tagName}.${node.parentElement.className}`);
}

/** WCAG 2.2, 2.5.8: what is pressed is at least 24 by 24, links within a text apart. */
export function tooSmall() {
    return [...document.querySelectorAll('button, nav a, input:not([type=radio]), textarea, .choice label')]
        .filter(visible)
        .map(element => ({ element, box: element.getBoundingClientRect() }))
        .filter(({ box }) => box.width < 24 || box.height < 24)
        .map(({ element, box }) => `${element.tagName}.${element.className} is ${Math.round(box.width)} by ${Math.round(box.height)}`);
}

/** What every page has once: landmarks, one heading of the first order, no order left out, no id twice. */
export function structure() {
    const wrong = [];
    for (const [selector, wanted] of [['main', 1], ['header', 1], ['nav', 1], ['h1', 1], ['[role=status]#said', 1]]) {
        const count = document.querySelectorAll(selector).length;
        if (count !== wanted) {
            wrong.push(`${count} of ${selector}`);
        }
    }
    const ids = [...document.querySelectorAll('[id]')].map(element => element.id);
    wrong.push(...ids.filter((id, place) => ids.indexOf(id) !== place).map(id => `id ${id} twice`));
    let last = 0;
    for (const heading of document.querySelectorAll('h1, h2, h3, h4')) {
        const order = Number(heading.tagName[1]);
        if (order > last + 1) {
            wrong.push(`${heading.tagName} "${heading.innerText}" after H${last}`);
        }
        last = order;
    }
    return wrong;
}

function* texts() {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const node = walker.currentNode;
        if (node.data.trim() !== '' && visible(node.parentElement) && !node.parentElement.closest('.unseen, .skip, noscript, [aria-disabled=true], :disabled')) {
            yield node;
        }
    }
}

function visible(element) {
    const box = element.getBoundingClientRect();
    return box.width > 1 && box.height > 1 && element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
}

/** The grounds on top of each other, down to one that lets nothing through. */
function groundOf(element) {
    const layers = [];
    for (let at = element; at !== null; at = at.parentElement) {
        const layer = colour(getComputedStyle(at).backgroundColor);
        if (layer[3] > 0) {
            layers.push(layer);
        }
        if (layer[3] === 1) {
            break;
        }
    }
    return layers.reverse().reduce((ground, layer) => over(layer, ground), [255, 255, 255, 1]);
}

const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });

function colour(text) {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = text;
    canvas.fillRect(0, 0, 1, 1);
    const [red, green, blue, alpha] = canvas.getImageData(0, 0, 1, 1).data;
    return [red, green, blue, alpha / 255];
}

function over([red, green, blue, alpha], ground) {
    return [...[red, green, blue].map((part, place) => part * alpha + ground[place] * (1 - alpha)), 1];
}

function ratioOf(one, other) {
    const [first, second] = [luminance(one), luminance(other)];
    return (Math.max(first, second) + 0.05) / (Math.min(first, second) + 0.05);
}

function luminance([red, green, blue]) {
    const [r, g, b] = [red, green, blue].map(part => part / 255)
        .map(part => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
