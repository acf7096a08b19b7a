import { Anchor, Box } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';

/** Labels one picture after the other. `?item=` names the one to begin with. */
export const LabellerPage = () => {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  return (
    <Box component="main" p="md">
      <h1>{t('labelling.title')}</h1>
      <Anchor component={Link} to={`/datasets/${id}`}>
        {t('datasets.tabs.pictures')}
      </Anchor>
    </Box>
  );
};
