import { Alert, List } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react';
import type { Runners } from '@tutti/contracts/system';
import { useTranslation } from 'react-i18next';
import { useAllRunners, type OfService } from '../../api/runners';
import { inTrouble, verdictOf, type Troubled } from './in-trouble';

/** What is wrong with one service: that it does not answer, or each of its runners that needs a look. */
const TroublesOf = ({ service, answer, failed }: OfService<Runners>) => {
  const { t } = useTranslation();
  const name = t(`system.service.${service}`);
  const said = ({ what, count }: Troubled): string =>
    what === 'parked' ? t('system.parked', { count }) : t(`system.state.${what}`);
  if (failed) return <List.Item>{t('system.silentOf', { service: name })}</List.Item>;
  return (answer === undefined ? [] : inTrouble(answer)).map((one) => (
    <List.Item key={one.name}>
      {t('system.attentionOf', { name: one.name, service: name, what: said(one) })}
    </List.Item>
  ));
};

/** Whether anything waits for a person, before all the tables. */
export const Attention = () => {
  const { t } = useTranslation();
  const services = useAllRunners();
  const verdict = verdictOf(services);
  if (verdict === 'unknown') return null;
  if (verdict === 'well')
    return (
      <Alert color="green" variant="light" icon={<IconCircleCheck />} role="status">
        {t('system.well')}
      </Alert>
    );
  return (
    <Alert
      color="yellow"
      variant="light"
      icon={<IconAlertTriangle />}
      title={t('system.attention')}
      role="status"
    >
      <List size="sm">
        {services.map((one) => (
          <TroublesOf key={one.service} {...one} />
        ))}
      </List>
    </Alert>
  );
};
