import { isSameLabel } from '@tutti/contracts/datasets';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useBlocker } from 'react-router';
import { Confirm } from '../../components/confirm';
import { plainBoxes } from './boxes/box-editor';
import { standingIn, useSitting, useUnsaved } from './labeller-context';

/** Whether boxes were drawn that nobody has saved. */
const useIsDrawn = (): boolean => {
  const { drafts, items } = useSitting();
  const unsaved = useUnsaved();
  return [...drafts].some(([id, editor]) => {
    if (editor.history.past.length === 0) return false;
    const item = items.find((one) => one.id === id);
    const label = (item && standingIn(item, unsaved).label) ?? { boxes: [] };
    return !isSameLabel(label, { boxes: plainBoxes(editor.history.present.boxes) });
  });
};

/** Nobody leaves with something unsaved without being told. */
export const UnsavedGuard = () => {
  const { t } = useTranslation();
  const isDrawn = useIsDrawn();
  const isUnsaved = useUnsaved().length > 0 || isDrawn;
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) =>
      isUnsaved &&
      nextLocation.pathname !== currentLocation.pathname &&
      // Whose session is over must sign in; what is not saved waits for them.
      nextLocation.pathname !== '/sign-in',
  );
  useEffect(() => {
    if (!isUnsaved) return undefined;
    const onLeave = (event: BeforeUnloadEvent): void => event.preventDefault();
    window.addEventListener('beforeunload', onLeave);
    return () => window.removeEventListener('beforeunload', onLeave);
  }, [isUnsaved]);
  const isSavedMeanwhile = blocker.state === 'blocked' && !isUnsaved;
  useEffect(() => {
    if (isSavedMeanwhile) blocker.proceed();
  }, [isSavedMeanwhile, blocker]);
  if (blocker.state !== 'blocked' || isSavedMeanwhile) return null;
  return (
    <Confirm
      title={t('labelling.unsaved.title')}
      text={t('labelling.unsaved.text')}
      confirm={t('labelling.unsaved.leave')}
      dangerous
      pending={false}
      error={undefined}
      onConfirm={() => blocker.proceed()}
      onClose={() => blocker.reset()}
    />
  );
};
