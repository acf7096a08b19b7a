import { Button, Group, Stack, Text } from '@mantine/core';
import type { Rollout } from '@tutti/contracts/deployment';
import { useTranslation } from 'react-i18next';
import { usePermissions } from '../../api/use-permissions';
import { isKnownCode, nextAfter, useAdvice, useFailureWord } from '../../components/deployment/failure-words';
import { Section } from '../../components/section';
import { useFormat } from '../../i18n/use-format';
import { useDeviceFilter } from './devices/device-filter';
import type { Failures } from './pause';
import { PlanAgain } from './plan-again';

interface Props {
  readonly rollout: Rollout;
  readonly failure: Failures[number];
}

const Failure = ({ rollout, failure }: Props) => {
  const { t } = useTranslation();
  const format = useFormat();
  const word = useFailureWord();
  const advice = useAdvice();
  const mayManage = usePermissions()('deployments:manage');
  const { show } = useDeviceFilter();
  const { code, devices } = failure;
  return (
    <li data-failure-code={code}>
      <Group justify="space-between" gap="xs" wrap="nowrap">
        <Text size="sm" fw={550} className="wrap-anywhere">
          {word(code)}{' '}
          {isKnownCode(code) && (
            <Text span size="xs" c="dimmed" className="mono">
              {code}
            </Text>
          )}
        </Text>
        <Text size="sm" fw={650} className="num">
          {format.number(devices)}
        </Text>
      </Group>
      <Text size="xs" c="dimmed">
        {advice(code, rollout)}
      </Text>
      <Button
        size="compact-xs"
        variant="subtle"
        mt={4}
        ml={-8}
        onClick={() => show({ which: 'failed', code, group: '' })}
      >
        {t('rollout.failures.show', { count: devices })}
      </Button>
      {mayManage && nextAfter(code, rollout) === 'plan' && <PlanAgain rollout={rollout} failure={failure} />}
    </li>
  );
};

/** Why devices failed, what most failed of first, with what to do and the way to them. */
export const FailuresByCode = ({ rollout }: Pick<Props, 'rollout'>) => {
  const { t } = useTranslation();
  const { failures } = rollout;
  return (
    <Section title={t('rollout.failures.title')}>
      {failures.length === 0 ? (
        <Text size="sm" c="dimmed">
          {t('rollout.failures.none')}
        </Text>
      ) : (
        <Stack component="ul" gap="md" m={0} p={0} style={{ listStyle: 'none' }}>
          {failures.map((failure) => (
            <Failure key={failure.code} rollout={rollout} failure={failure} />
          ))}
        </Stack>
      )}
    </Section>
  );
};
