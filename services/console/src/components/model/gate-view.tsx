import { Group, Stack, Text, VisuallyHidden } from '@mantine/core';
import { IconCircleCheckFilled, IconCircleXFilled } from '@tabler/icons-react';
import type { GateReason, GateVerdict, ModelLabel } from '@tutti/contracts/training';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/use-format';
import { useMetricText } from './use-metric-text';

const Mark = ({ passes, size }: { readonly passes: boolean; readonly size: number }) => {
  const Icon = passes ? IconCircleCheckFilled : IconCircleXFilled;
  return (
    <Icon
      size={size}
      aria-hidden="true"
      style={{ flex: 'none', color: `var(--tutti-${passes ? 'good' : 'bad'})`, marginTop: 2 }}
    />
  );
};

/** A reason in words. */
const useReason = (labels: readonly ModelLabel[]): ((reason: GateReason) => string) => {
  const { t } = useTranslation();
  const format = useFormat();
  const { points, barePoints } = useMetricText();
  const share = (value: number | undefined): string =>
    value === undefined ? t('state.none') : format.percent(value, 1);
  const change = (value: number | undefined): string => points(value ?? 0);
  return ({ code, found, asked, classKey }) => {
    switch (code) {
      case 'at-least':
        return t('models.gate.at-least', { found: share(found), asked: share(asked) });
      case 'gain':
        return t('models.gate.gain', { found: change(found), asked: change(asked) });
      case 'class-loss': {
        const name = labels.find(({ key }) => key === classKey)?.name ?? classKey;
        const values = { found: barePoints(found ?? 0), asked: barePoints(asked ?? 0) };
        return name === undefined
          ? t('models.gate.class-lossAll', values)
          : t('models.gate.class-loss', { ...values, class: name });
      }
      case 'few-items':
        return found === undefined || asked === undefined
          ? t('models.gate.few-itemsBare')
          : t('models.gate.few-items', { found: format.number(found), asked: format.number(asked) });
      case 'no-baseline':
        return t('models.gate.no-baseline');
      default:
        return code satisfies never;
    }
  };
};

interface Props {
  readonly gate: GateVerdict;
  readonly labels?: readonly ModelLabel[];
}

/** Whether a model may be deployed, and why or why not. */
export const GateView = ({ gate, labels = [] }: Props) => {
  const { t } = useTranslation();
  const reasonText = useReason(labels);
  return (
    <Stack gap="xs" data-gate={gate.passes ? 'passes' : 'held'}>
      <Group gap={8} wrap="nowrap" align="flex-start">
        <Mark passes={gate.passes} size={22} />
        <Text fw={650}>{t(gate.passes ? 'models.gate.passes' : 'models.gate.held')}</Text>
      </Group>
      <Stack component="ul" gap={6} m={0} p={0} style={{ listStyle: 'none' }}>
        {gate.reasons.map((reason, index) => (
          <Group component="li" key={index} gap={8} wrap="nowrap" align="flex-start">
            <Mark passes={reason.passes} size={16} />
            <Text size="sm">
              <VisuallyHidden>
                {t(reason.passes ? 'models.gate.holds' : 'models.gate.fails')}:{' '}
              </VisuallyHidden>
              {reasonText(reason)}
            </Text>
          </Group>
        ))}
      </Stack>
    </Stack>
  );
};
