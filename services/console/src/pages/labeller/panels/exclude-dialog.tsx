import { useTranslation } from 'react-i18next';
import { Confirm } from '../../../components/confirm';

interface Props {
  readonly onExclude: (reason: string) => void;
  readonly onClose: () => void;
}

/** Asks why a picture is left out: Enter is enough. */
export const ExcludeDialog = ({ onExclude, onClose }: Props) => {
  const { t } = useTranslation();
  return (
    <Confirm
      title={t('labelling.exclude.title')}
      text={t('labelling.exclude.text')}
      confirm={t('labelling.action.exclude')}
      withReason
      pending={false}
      error={undefined}
      onConfirm={onExclude}
      onClose={onClose}
    />
  );
};
