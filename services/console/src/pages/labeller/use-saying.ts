import { isSameLabel, type Item, type Label, type LabelItem } from '@tutti/contracts/datasets';
import { useTranslation } from 'react-i18next';
import { standingIn, useLabeller, useUnsaved } from './labeller-context';
import { useLabelText } from './use-label-text';

/** What can be said of the item that is shown. Nothing is said of a picture that nobody has seen. */
export const useSaying = (item: Item, isShown: boolean) => {
  const { t } = useTranslation();
  const { session, mayLabel, announce } = useLabeller();
  const unsaved = useUnsaved();
  const text = useLabelText();
  const standing = standingIn(item, unsaved);
  const isExcluded = standing.state === 'excluded';

  const label = (of: Label, by: LabelItem['by'] = 'person'): void => {
    if (!mayLabel) return;
    if (!isShown) return announce(t('labelling.notShown'));
    if (isExcluded) return announce(t('labelling.said.excluded'));
    const what = text.label(of);
    const isSame =
      standing.state === 'labelled' && standing.label !== null && isSameLabel(standing.label, of);
    announce(t(isSame ? 'labelling.said.same' : 'labelling.said.label', { what }));
    if (!isSame) return session.say({ type: 'label', body: { label: of, by } }, true);
    session.draft(item.id, undefined);
    session.go(1);
  };

  const restate = (of: Label, restores: number): void => {
    if (!mayLabel || isExcluded) return;
    session.draft(item.id, undefined);
    session.say({ type: 'label', body: { label: of, by: 'person', restores } }, false);
    announce(t('labelling.said.label', { what: text.label(of) }));
  };

  const exclude = (reason: string): void => {
    session.say({ type: 'exclude', ...(reason === '' ? {} : { reason }) }, true);
    announce(t('labelling.said.exclude'));
  };

  const restore = (): void => {
    session.say({ type: 'restore' }, false);
    announce(t('labelling.said.restore'));
  };

  const undo = (): void =>
    announce(t(mayLabel && session.undo() ? 'labelling.said.undone' : 'labelling.said.nothingToUndo'));

  return { label, restate, exclude, restore, undo, standing, isExcluded, isEnabled: mayLabel && !isExcluded };
};

export type Saying = ReturnType<typeof useSaying>;
