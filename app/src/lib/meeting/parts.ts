import { later } from '#lib/ui/later.ts';

/** What stands in several places of the meeting's page, or is fetched ahead of being opened. */
export const wallPart = later(() => import('./wall/Wall.svelte'));
export const peoplePart = later(() => import('./people/PeoplePanel.svelte'));
export const papersPart = later(() => import('./papers/PapersPanel.svelte'));
export const pagesPart = later(() => import('#lib/papers/PaperPages.svelte'));
export const notesPart = later(() => import('./notes/NotesPanel.svelte'));
