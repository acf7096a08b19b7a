import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { isLanguage, languages, type Language } from './languages';

const storageKey = 'tutti.language';

const preferred = (): Language => {
  const wanted = [localStorage.getItem(storageKey), ...navigator.languages.map((one) => one.slice(0, 2))];
  return wanted.find(isLanguage) ?? 'en';
};

const show = (language: string): void => {
  document.documentElement.lang = language;
};

export const setLanguage = (language: Language): void => {
  localStorage.setItem(storageKey, language);
  void i18next.changeLanguage(language);
};

export const startI18n = async (): Promise<void> => {
  i18next.on('languageChanged', show);
  await i18next.use(initReactI18next).init({
    lng: preferred(),
    fallbackLng: 'en',
    defaultNS: 'console',
    resources: Object.fromEntries(
      Object.entries(languages).map(([language, { catalogue }]) => [language, { console: catalogue }]),
    ),
    interpolation: { escapeValue: false },
  });
};
