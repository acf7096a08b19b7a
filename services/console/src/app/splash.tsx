import { Center, Loader } from '@mantine/core';
import { useTranslation } from 'react-i18next';

/** While the first page is on its way. */
export const Splash = () => {
  const { t } = useTranslation();
  return (
    <Center h="100vh" role="status" aria-label={t('state.loading')}>
      <Loader type="dots" />
    </Center>
  );
};
