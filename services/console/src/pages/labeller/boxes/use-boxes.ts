import type { Item } from '@tutti/contracts/datasets';
import { useState } from 'react';
import { standingIn, useLabeller, useSitting, useUnsaved } from '../labeller-context';
import { editBoxes, openEditor, withUndone, type BoxEdit, type BoxEditor } from './box-editor';
import { suggestionsOf } from './suggestions';

/** The boxes of an item as they are being edited. What is not saved stays with the sitting, wherever one goes. */
export const useBoxes = (item: Item) => {
  const { session, classes, allClasses } = useLabeller();
  const { drafts, undone } = useSitting();
  const unsaved = useUnsaved();
  const [lastClass, setLastClass] = useState<string>();
  const { label } = standingIn(item, unsaved);
  const opened = (): BoxEditor => {
    const boxes = label && 'boxes' in label ? label.boxes : [];
    const suggestions = label ? [] : suggestionsOf(item.prediction, classes, item);
    const editor = openEditor(boxes, suggestions, lastClass ?? classes[0]?.key);
    const taken = undone.get(item.id);
    const takenLabel = taken?.type === 'label' ? taken.body.label : undefined;
    return takenLabel && 'boxes' in takenLabel ? withUndone(editor, takenLabel.boxes) : editor;
  };
  const editor = drafts.get(item.id) ?? opened();
  const edit = (change: BoxEdit): void => {
    const now = session.state.get().drafts.get(item.id) ?? editor;
    const next = editBoxes(now, change);
    if (next === now) return;
    session.draft(item.id, next);
    setLastClass(next.classKey);
  };
  const retired = editor.history.present.boxes.find(
    ({ classKey }) => allClasses.find(({ key }) => key === classKey)?.retired ?? true,
  );
  return { editor, edit, retired };
};
