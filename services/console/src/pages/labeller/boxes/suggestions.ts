import {
  foldClassName,
  isSameLabel,
  type ItemPrediction,
  type Label,
  type ShownClass,
} from '@tutti/contracts/datasets';
import { areaOfShares, type Area, type Size } from '../geometry/area';

/** A box as a model proposes it. */
export interface Suggestion extends Area {
  readonly id: number;
  /** Undefined where no class is called as the model calls it. */
  readonly classKey: string | undefined;
  /** In the model's words. */
  readonly name: string;
  readonly score: number;
}

/** The class that a model means by a name of its own: by key, or by the name that people see. */
export const meantClass = (name: string, classes: readonly ShownClass[]): ShownClass | undefined => {
  const active = classes.filter(({ retired }) => !retired);
  return (
    active.find(({ key }) => key === name) ??
    active.find((one) => foldClassName(one.name) === foldClassName(name))
  );
};

/** The class that the model gives the picture; undefined where it says nothing of the kind. */
export const suggestedClass = (
  prediction: ItemPrediction | null,
  classes: readonly ShownClass[],
): ShownClass | undefined =>
  prediction?.model.task === 'classification' ? meantClass(prediction.label, classes) : undefined;

/** What the model found, as boxes in pixels; the surest first. */
export const suggestionsOf = (
  prediction: ItemPrediction | null,
  classes: readonly ShownClass[],
  size: Size,
): readonly Suggestion[] =>
  (prediction?.model.task === 'detection' ? prediction.boxes : [])
    .toSorted((a, b) => b.score - a.score)
    .flatMap(({ label: name, score, box }, index) => {
      const area = areaOfShares(box, size);
      return area ? [{ id: -1 - index, ...area, classKey: meantClass(name, classes)?.key, name, score }] : [];
    });

/** All that a model found, as a label; undefined where there is nothing, or nothing that has a class here. */
export const labelOfSuggestions = (suggestions: readonly Suggestion[]): Label | undefined => {
  const boxes = suggestions.flatMap(({ classKey, x, y, w, h }) =>
    classKey === undefined ? [] : [{ classKey, x, y, w, h }],
  );
  return boxes.length > 0 && boxes.length === suggestions.length ? { boxes } : undefined;
};

/** Whether a person said just what the model had said. */
export const isAccepted = (label: Label, suggestions: readonly Suggestion[]): boolean => {
  const suggested = labelOfSuggestions(suggestions);
  return suggested !== undefined && isSameLabel(label, suggested);
};
