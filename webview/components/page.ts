// A page of components: a way to each, the choice of a theme, and the components one below the other.

import './components.css';
import { create, setAttributes } from '../common/dom.ts';
import { registerControls } from '../toolkit.ts';
import type { Component, Drawn } from './component.ts';
import { themeNames, themes, variablesOf, type ThemeName } from './themes.ts';

/** The pages that there are, by the name of their file. */
const pages = { index: 'Dashboard', compare: 'Comparison', plan: 'Plan' } as const;

/** Draws them all; the theme is the one after `#theme=` in the address, or the dark one. */
export function showComponents(page: keyof typeof pages, components: readonly Component[]): void {
  registerControls();
  const { body } = document;
  const chosen = themeNames.find((name) => location.search === `?theme=${name}`) ?? 'dark';
  setTheme(chosen);
  const stages = components.map((component) => ({ component, stage: create('div', { class: 'component-stage' }) }));
  const sections = stages.map(({ component: { id, title }, stage }) =>
    create(
      'section',
      { id, class: 'component', 'data-component': id, 'aria-label': title },
      create('h2', { class: 'component-title' }, create('a', { href: `#${id}` }, title)),
      stage,
    ),
  );
  const drawn: Drawn[] = [];
  const head = createHead(page, components, chosen, () => drawn.forEach((each) => each?.repaint?.()));
  body.classList.add('components');
  body.append(head, create('div', { class: 'component-list' }, ...sections));
  for (const { component, stage } of stages) drawn.push(component.draw(stage));
  setAttributes(body, { 'data-drawn': drawn.length });
}

function createHead(
  page: keyof typeof pages,
  components: readonly Component[],
  chosen: ThemeName,
  onTheme: () => void,
): HTMLElement {
  const options = themeNames.map((name) => create('option', { value: name, selected: name === chosen }, name));
  const select = create('select', { 'data-choice': 'theme' }, ...options);
  select.addEventListener('change', () => {
    setTheme(select.value as ThemeName);
    onTheme();
  });
  const others = Object.entries(pages).map(([name, title]) =>
    create('a', { href: `${name}.html`, 'aria-current': name === page ? 'page' : undefined }, title),
  );
  const links = components.map(({ id, title }) => create('li', {}, create('a', { href: `#${id}` }, title)));
  return create(
    'nav',
    { class: 'component-head', 'aria-label': 'Components' },
    create('p', { class: 'component-pages' }, ...others, create('label', {}, 'Theme ', select)),
    create('ul', {}, ...links),
  );
}

function setTheme(theme: ThemeName): void {
  const { body, documentElement } = document;
  for (const { className } of Object.values(themes)) body.classList.remove(className);
  body.classList.add(themes[theme].className);
  documentElement.removeAttribute('style');
  documentElement.style.background = themes[theme].background;
  for (const [name, value] of Object.entries(variablesOf(theme))) documentElement.style.setProperty(name, value);
}
