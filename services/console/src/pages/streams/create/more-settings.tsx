import { Text } from '@mantine/core';
import type { SolutionManifest } from '@tutti/contracts/training';
import { useTranslation } from 'react-i18next';
import { MoreSection, Part } from '../../../components/more-section';
import { DeviceFilterField } from '../../../components/training/device-filter-field';
import { GateFields } from '../../../components/training/gate-fields';
import { fieldsOf } from '../../../components/training/schema-fields';
import { SchemaForm } from '../../../components/training/schema-form';
import { WarningField } from '../../../components/training/warning-field';
import type { StreamDraft } from './stream-draft';

interface Props {
  readonly manifest: SolutionManifest;
  readonly draft: StreamDraft;
  readonly onChange: (change: Partial<StreamDraft>) => void;
}

/** What most leave as it is. */
export const MoreSettings = ({ manifest, draft, onChange }: Props) => {
  const { t } = useTranslation();
  return (
    <MoreSection title={t('streams.create.more')} aside={t('streams.create.moreHint')}>
      <Part title={t('streams.create.parameters')}>
        <SchemaForm
          fields={fieldsOf(manifest.parameters)}
          draft={draft.parameters}
          onChange={(parameters) => onChange({ parameters })}
        />
      </Part>
      <Part title={t('streams.create.gate')}>
        <Text size="xs" c="dimmed" mb="sm">
          {t('streams.create.gateHint')}
        </Text>
        <GateFields task={manifest.task} draft={draft.gate} onChange={(gate) => onChange({ gate })} />
      </Part>
      <WarningField value={draft.warning} onChange={(warning) => onChange({ warning })} />
      <DeviceFilterField
        label={t('streams.create.target')}
        none={t('streams.create.targetNone')}
        value={draft.target}
        onChange={(target) => onChange({ target })}
      />
    </MoreSection>
  );
};
