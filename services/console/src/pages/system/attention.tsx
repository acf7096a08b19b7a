import { Alert, List } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useAllRunners } from '../../api/runners';
import { inTrouble, type Troubled } from './in-trouble';

/** Whether anything waits for a person, before all the tables. */
export const Attention = () => {
  const { t } = useTranslation();
  const services = useAllRunners();
  const troubled = services.flatMap(({ service, answer }) =>
    answer === undefined ? [] : inTrouble(answer).map((one) => ({ service, one })),
  );
  const said = ({ what, count }: Troubled): string =>
    what === 'parked' ? t('system.parked', { count }) : t(`system.state.${what}`);
  if (services.some(({ answer }) => answer === undefined) && troubled.length === 0) return null;
  if (troubled.length === 0)
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
        {troubled.map(({ service, one }) => (
          <List.Item key={`${service}/${one.name}`}>
            {t('system.attentionOf', {
              name: one.name,
              service: t(`system.service.${service}`),
              what: said(one),
            })}
          </List.Item>
        ))}
      </List>
    </Alert>
  );
};
