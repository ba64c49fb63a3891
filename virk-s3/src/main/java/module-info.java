/** Incidents in object stores that speak S3. */
@SuppressWarnings({"module", "requires-automatic", "requires-transitive-automatic"})
module io.virk.s3 {
  requires transitive io.virk.core;
  requires transitive software.amazon.awssdk.services.s3;
  requires software.amazon.awssdk.auth;
  requires software.amazon.awssdk.core;
  requires software.amazon.awssdk.http;
  requires software.amazon.awssdk.http.urlconnection;
  requires software.amazon.awssdk.regions;

  exports io.virk.s3;
}
