import { useTranslation } from 'react-i18next';
import { useLocation, useNavigate, useSearchParams } from 'react-router';
import { safeReturnPath } from '../../lib/return-path';
import { Entrance } from './entrance';
import { SignInForm } from './sign-in-form';

const wasExpired = (state: unknown): boolean =>
  typeof state === 'object' && state !== null && 'expired' in state && state.expired === true;

/** Name and password, then on to where one wanted to go. */
export const SignInPage = () => {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { state } = useLocation() as { readonly state: unknown };
  const [query] = useSearchParams();
  const text = wasExpired(state) ? t('signIn.ended') : t('signIn.welcome');
  return (
    <Entrance title={t('signIn.title')} text={text}>
      <SignInForm onDone={() => void navigate(safeReturnPath(query.get('to')), { replace: true })} />
    </Entrance>
  );
};
