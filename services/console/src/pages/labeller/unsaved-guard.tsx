import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useBlocker } from 'react-router';
import { Confirm } from '../../components/confirm';
import { useSitting, useUnsaved } from './labeller-context';
import { isDrawn } from './session/sittings';

/** Nobody leaves with something unsaved without being told. */
export const UnsavedGuard = () => {
  const { t } = useTranslation();
  const sitting = useSitting();
  const unsaved = useUnsaved();
  const isUnsaved = unsaved.length > 0 || isDrawn(sitting, unsaved);
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) =>
      isUnsaved &&
      nextLocation.pathname !== currentLocation.pathname &&
      // Whose session is over must sign in; what is not saved waits for them.
      nextLocation.pathname !== '/sign-in',
  );
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
