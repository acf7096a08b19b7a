import { Checkbox, NumberInput, SimpleGrid, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { PolicyDraft } from './policy-draft';

export interface PolicyProps {
  readonly draft: PolicyDraft;
  readonly onChange: (change: Partial<PolicyDraft>) => void;
}

/** Limits of each number, as the contract has them. */
const limits = {
  perMinute: [1, 100_000],
  mostInFlight: [1, 100_000],
  jitterSeconds: [0, 3600],
  factor: [1.1, 10],
  afterSucceeded: [1, 100_000],
  most: [1, 100_000],
} as const;
type Name = keyof typeof limits;

/** How fast, and how many at a time. */
export const PaceFields = ({ draft, onChange }: PolicyProps) => {
  const { t } = useTranslation();
  const field = (name: Name) => (
    <NumberInput
      key={name}
      label={t(`rolloutPlan.pace.${name}`)}
      min={limits[name][0]}
      max={limits[name][1]}
      allowDecimal={name === 'factor'}
      value={draft[name]}
      onChange={(value) => onChange({ [name]: value })}
    />
  );
  return (
    <Stack gap="sm">
      <SimpleGrid cols={{ base: 1, sm: 3 }} spacing="sm" style={{ alignItems: 'end' }}>
        {(['perMinute', 'mostInFlight', 'jitterSeconds'] as const).map(field)}
      </SimpleGrid>
      <Checkbox
        label={t('rolloutPlan.pace.increasing')}
        checked={draft.increasing}
        onChange={(event) => onChange({ increasing: event.currentTarget.checked })}
      />
      {draft.increasing && (
        <SimpleGrid cols={{ base: 1, sm: 3 }} spacing="sm" style={{ alignItems: 'end' }}>
          {(['factor', 'afterSucceeded', 'most'] as const).map(field)}
        </SimpleGrid>
      )}
    </Stack>
  );
};
