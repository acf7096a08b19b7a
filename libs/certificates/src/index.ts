export {
  certificatePaths,
  openGeneratedCertificate,
  type GeneratedOptions,
} from './server/generated-certificate';
export {
  CertificateUnusable,
  openGivenCertificate,
  type CertificateFiles,
  type GivenOptions,
} from './server/given-certificate';
export { certifiedNames, reachableHosts, type Listening } from './server/names';
export type { CertificateMaterial, RenewalOptions, ServerCertificate } from './server/server-certificate';
