/**
 * What a page looks like, as data. {@link render} brings the document in line with it and leaves alone whatever is the
 * same, so that focus, selection and open details outlive the look that comes each second.
 */

const SVG = 'http://www.w3.org/2000/svg';

/** What is set as a property: its attribute would only say how it began. */
const PROPERTIES = new Set(['value', 'checked']);

/** Node → what it was drawn from. */
const drawn = new WeakMap();

/**
 * An element.
 *
 * @param props attributes; `on…` functions, `css` custom properties and `key`, by which a sibling is known again
 * @param children elements, texts and numbers, also in arrays; what is null, false or empty is left out
 */
export function h(tag, props, ...children) {
    return { tag, props: props ?? {}, children: listed(children) };
}

/** Makes the children what is wanted. Texts become text nodes, so data never becomes markup. */
export function render(container, ...children) {
    const focused = document.activeElement;
    update(container, listed(children), container.namespaceURI === SVG);
    // A node that changed its place has lost it.
    if (focused !== document.activeElement && focused?.isConnected) {
        focused.focus({ preventScroll: true });
    }
}

function listed(children) {
    return children
        .flat(Infinity)
        .filter(child => child !== null && child !== undefined && child !== false && child !== '')
        .map(child => (typeof child === 'object' ? child : String(child)));
}

function update(parent, wanted, inSvg) {
    const left = [...parent.childNodes];
    const nodes = wanted.map(child => taken(left, child) ?? made(child, inSvg));
    left.forEach(node => node.remove());
    nodes.forEach((node, place) => {
        if (parent.childNodes[place] !== node) {
            parent.insertBefore(node, parent.childNodes[place] ?? null);
        }
    });
    nodes.forEach((node, place) => draw(node, wanted[place], inSvg));
}

/** The first of those left that may become this one. */
function taken(left, child) {
    const place = left.findIndex(node => isSame(drawn.get(node), child));
    return place < 0 ? null : left.splice(place, 1)[0];
}

function isSame(before, child) {
    if (before === undefined || typeof child === 'string' || typeof before === 'string') {
        return typeof before === typeof child;
    }
    return before.tag === child.tag && before.props.key === child.props.key;
}

function made(child, inSvg) {
    if (typeof child === 'string') {
        return document.createTextNode(child);
    }
    return inSvg || child.tag === 'svg' ? document.createElementNS(SVG, child.tag) : document.createElement(child.tag);
}

function draw(node, child, inSvg) {
    const before = drawn.get(node);
    drawn.set(node, child);
    if (typeof child === 'string') {
        if (node.data !== child) {
            node.data = child;
        }
        return;
    }
    const props = before?.props ?? {};
    for (const name of new Set([...Object.keys(props), ...Object.keys(child.props)])) {
        if (name !== 'key' && props[name] !== child.props[name]) {
            set(node, name, child.props[name]);
        }
    }
    update(node, child.children, inSvg || child.tag === 'svg');
}

function set(node, name, value) {
    if (name.startsWith('on')) {
        node[name] = value ?? null;
    } else if (name === 'css') {
        // By the object model: the attribute is refused by the content security policy.
        Object.entries(value ?? {}).forEach(([property, text]) => node.style.setProperty(property, text));
    } else if (PROPERTIES.has(name)) {
        node[name] = value ?? '';
    } else if (value === null || value === undefined || (value === false && !name.startsWith('aria-'))) {
        node.removeAttribute(name);
    } else {
        node.setAttribute(name, value === true && !name.startsWith('aria-') ? '' : String(value));
    }
}
