import { useTranslation } from 'react-i18next';
import { MoreSection, Part } from '../../more-section';
import { AgreementFields } from './agreement-fields';
import { ConfirmationFields } from './confirmation-fields';
import { ModeField } from './mode-field';
import { PaceFields, type PolicyProps } from './pace-fields';

interface Props extends PolicyProps {
  readonly warningScore: number | null;
}

/** What most leave as it is. */
export const MorePolicy = ({ draft, warningScore, onChange }: Props) => {
  const { t } = useTranslation();
  return (
    <MoreSection title={t('rolloutPlan.more.title')} aside={t('rolloutPlan.more.hint')}>
      <Part title={t('rolloutPlan.more.mode')}>
        <ModeField draft={draft} onChange={onChange} />
      </Part>
      {draft.mode === 'replace' && (
        <Part title={t('rolloutPlan.more.confirmation')}>
          <ConfirmationFields draft={draft} warningScore={warningScore} onChange={onChange} />
        </Part>
      )}
      <Part title={t('rolloutPlan.more.pace')}>
        <PaceFields draft={draft} onChange={onChange} />
      </Part>
      <Part title={t('rolloutPlan.more.people')}>
        <AgreementFields draft={draft} onChange={onChange} />
      </Part>
    </MoreSection>
  );
};
