import { labelState, type DatasetTask, type LabelState } from '@tutti/contracts/datasets';
import { useQueryState } from '../../../lib/use-query-state';
import { allOf } from '../../../lib/rsql';
import { written } from '../../../lib/filter/filter-rows';

/** `q` is RSQL; the others are what chips and lists choose. `item` is looked at closely. */
const everything = { q: '', state: '', class: '', sort: 'newest', size: 'm', item: '' };
export type PictureView = Readonly<typeof everything>;

/** Which pictures are shown, in which order and how large. */
export const usePictureView = () => useQueryState<PictureView>(everything);

export const isState = (text: string): text is LabelState => labelState.options.some((one) => one === text);

/** What is asked for beside the typed filter. */
export const besideOf = (view: PictureView): string =>
  allOf([
    isState(view.state) ? `state==${view.state}` : '',
    view.class === '' ? '' : `class==${written(view.class)}`,
  ]);

/** The typed filter comes first, so that the characters of an error are those of its text. */
export const filterOf = (view: PictureView): string => allOf([view.q.trim(), besideOf(view)]);

export const isFiltered = (view: PictureView): boolean => filterOf(view) !== '';

/** Orders by what the server calls them. */
export const sorts = {
  newest: 'addedAt:DESC',
  oldest: 'addedAt:ASC',
  lowest: 'score:ASC',
  highest: 'score:DESC',
} as const;
export type Sort = keyof typeof sorts;
export const sortNames = ['newest', 'oldest', 'lowest', 'highest'] as const satisfies readonly Sort[];
export const sortOf = (view: PictureView): Sort => sortNames.find((one) => one === view.sort) ?? 'newest';

/** Least width of a picture in the grid, and the height of what stands below it. */
export const sizes = {
  s: { width: 92, below: 0 },
  m: { width: 150, below: 30 },
  l: { width: 236, below: 30 },
} as const;
export type Size = keyof typeof sizes;
export const sizeNames = ['s', 'm', 'l'] as const satisfies readonly Size[];
export const sizeOf = (view: PictureView): Size => sizeNames.find((one) => one === view.size) ?? 'm';

/** In the address of the page: its pictures with this class that must be labelled again, say. */
export const picturesPath = (
  datasetId: string,
  wanted: { readonly state?: LabelState; readonly class?: string },
): string => `/datasets/${datasetId}?${new URLSearchParams(wanted).toString()}`;

export const isClassification = (task: DatasetTask): boolean => task === 'image-classification';
