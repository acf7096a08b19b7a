export { AboutModule } from './about/about.module';
export {
  accessTokenClaims,
  accessTokenType,
  signAccessToken,
  type AccessTokenContent,
  type TokenRealm,
} from './auth/access-token';
export { authorise, type Demand } from './auth/authorise';
export {
  DEVICE_VERIFIER,
  deviceScheme,
  type DeviceRequest,
  type DeviceVerifier,
} from './auth/device-verifier';
export { DeviceTokenVerifier, type DeviceTokenVerifierOptions } from './device-auth/device-token-verifier';
export { nkeySigned } from './device-auth/nkey';
export { createUsedTokens, usedTokenTable } from './device-auth/used-token.table';
export { UsedTokens } from './device-auth/used-tokens';
export { addHealth } from './grpc/health';
export { addReflection } from './grpc/reflection';
export { KEY_SOURCE, type KeySource } from './auth/key-source';
export {
  authIdOf,
  type ArtifactPrincipal,
  type DevicePrincipal,
  type Principal,
  type TrainerPrincipal,
  type UserPrincipal,
} from './auth/principal';
export { endedSessionCookie, sessionCookie, sessionCookieName } from './auth/session-cookie';
export { TokenVerifier } from './auth/token-verifier';
export { createHttpApp } from './bootstrap/create-http-app';
export type { HttpApp, HttpAppOptions } from './bootstrap/http-options';
export { assertEncrypted } from './bootstrap/tls-server';
export { CLOCK, LOGGER } from './bootstrap/kit.module';
export { assertEncryptedNats } from './config/assert-encrypted-nats';
export { ConfigError } from './config/config-error';
export { configReference } from './config/config-reference';
export { blobBytesOf, blobConfig, blobSystemConfig, openBlobs } from './config/blob-config';
export { databaseConfig, databaseUrls } from './config/database-config';
export { secret, type ConfigSchema } from './config/config-schema';
export { parseConfig, type Environment, type ParsedConfig } from './config/parse-config';
export { showConfig } from './config/show-config';
export { fleetDeviceListProjection, type FleetDeviceRow } from './fleet/fleet-device-list.projection';
export { fleetDeviceListTable, fleetDeviceView } from './fleet/fleet-device-list.table';
export { isRegisteredDevice } from './fleet/registered-device';
export { fleetFields } from './fleet/fleet-fields';
export {
  reachableDeviceListProjection,
  type ReachableDeviceRow,
} from './fleet/reachable-device-list.projection';
export { reachableDeviceListTable, reachableDeviceView } from './fleet/reachable-device-list.table';
export { chunksOf } from './grpc/chunks';
export { enumMap, type EnumMap } from './grpc/enum-map';
export {
  GRPC_SERVICES,
  grpcService,
  serverStream,
  unary,
  type GrpcService,
  type Present,
  type Resolve,
} from './grpc/grpc-service';
export { RateLimiter, type RateLimit } from './limit/rate-limiter';
export { sharedRuns } from './limit/shared-runs';
export { createLogger, type LoggerOptions } from './observability/logger';
export { traceEventLog, tracedWork } from './observability/messaging-spans';
export { METRICS, createRegistry } from './observability/metrics';
export { observeRunners, type ObservedRunner } from './observability/observe-runners';
export { Readiness, type ReadinessAnswer, type ReadinessCheck } from './observability/readiness';
export { withSpan, type SpanOptions } from './observability/span';
export { startTracing, type Tracing, type TracingOptions } from './observability/start-tracing';
export { currentTraceparent } from './observability/trace-context';
export type { Json } from './openapi/json-schema';
export { openApiDocument, type ApiInfo } from './openapi/openapi-document';
export { listPage, listQuery, type ListQuery, type ListSpec, type Page } from './paging/list-page';
export { pageSizeOf } from './paging/page-size';
export { PageTokens, type SortKey } from './paging/page-tokens';
export type { SortColumn, SortPlace, SortTable, SortTerm } from './paging/sort';
export { HttpRefusal } from './problem/http-refusals';
export { grpcCodeOf, httpStatusOf, type GrpcCode } from './problem/kind-tables';
export { problemOf } from './problem/problem';
export { sendProblem } from './problem/problem.filter';
export { assertFilter } from './query/assert-filter';
export { compileFilter, type CompiledFilter } from './query/compile-filter';
export { describeFields } from './query/describe-fields';
export type { Field, FieldTable, GroupField } from './query/field-table';
export { Answer, answer, type AnswerCookie, type AnswerExtras, type Bytes } from './route/answer';
export { attachment } from './route/attachment';
export { asOfQuery, parseAsOf } from './route/as-of';
export { isKnownTag } from './route/conditional';
export { commandAnswer, commandOptions, type CommandOptions } from './route/command';
export { aggregateIdFrom } from './route/idempotency';
export { Input } from './route/input.decorator';
export { parseContent } from './route/parse-part';
export {
  defineRoute,
  type Access,
  type BytesBody,
  type RouteInput,
  type RouteOutput,
  type RouteSpec,
} from './route/route-spec';
export { Route } from './route/route.decorator';
export type { ManagedRunner } from './runners/managed-runner';
export { RunnersModule } from './runners/runners.module';
export { telemetryRunner } from './runners/telemetry-runner';
export { eventStream, resyncEvent, type EventStreamOptions, type ServerEvent } from './stream/event-stream';
export { LiveFeed } from './stream/live-feed';
export { JwksKeySource } from './auth/jwks-key-source';
export { processConfig } from './service/config';
export { coreConfig } from './service/core-config';
export { layFoundation, type Foundation, type Ground } from './service/foundation';
export { runService } from './service/run-service';
export { serve, type ServeOptions } from './service/serve';
export type { OpenService, Service } from './service/service';
export { untilSignal } from './service/until-signal';
export { foldName, nameId } from './names/name-id';
export { nameDecider, type NameCommand, type NameDecider, type NameState } from './names/name.decider';
export { UniqueNames, type NamePart } from './names/unique-names';
export { mintTicket, type TicketContent } from './ticket/ticket';
export {
  mintArtifactTicket,
  type ArtifactTicket,
  type ArtifactTicketContent,
} from './ticket/artifact-ticket';
export { assertArtifactTicketOf } from './ticket/artifact-ticket-verifier';
export { ticketKeysOf, type TicketKeys } from './ticket/ticket-keys';
export { TicketVerifier, assertTicketOf, ticketRefused } from './ticket/ticket-verifier';
export { DeviceTwin } from './twin/device-twin';
export { base32 } from './vault/base32';
export { keyedCommandId } from './vault/keyed-command-id';
export { seal, unseal, VaultUnreadable } from './vault/seal';
export { parseVaultKeys, readVaultKeys, type VaultKey, type VaultKeys } from './vault/vault-keys';
export { Vault, type Secret } from './vault/vault';
export { loopbackEntrance, type PublicAuthority, type PublicEntrance } from './service/public-entrance';
export {
  authorityOf,
  certificateAlarm,
  certificateConfig,
  certificateFiles,
  configuredCertificate,
  listenConfig,
} from './service/listen-config';
export { BlobSweep, type References, type SweepParts } from './blob/blob-sweep';
export { blobAnswer, rangeHeaders, type BlobRequest } from './blob/blob-answer';
export { uploadRoutes, type UploadRoutesOptions } from './upload/upload-routes';
export { Uploads, type ClaimedUpload, type UploadsOptions } from './upload/uploads';
