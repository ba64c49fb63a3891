package io.virk.s3;

import io.virk.incident.Incident;
import io.virk.incident.IncidentSink;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/**
 * Puts the bundle of each incident into a bucket, as it is in the folder: {@code
 * <prefix><key>.zip}, after {@link Incident#key}. A later state of an incident replaces the object.
 * What fails is tried three times at once; behind a {@link io.virk.incident.Spool} it then waits on
 * the disk until the network is back:
 *
 * <pre>{@code
 * IncidentSink sink = S3IncidentSink.to("incidents").prefix("line-3");
 * Recording.DEFAULT.sinks(Spool.of(Path.of("/var/spool/virk"), sink));
 * }</pre>
 *
 * <p>Needs the right to put objects there, no other. Nothing is connected before the first
 * incident. Memory: the bundle once, while it is sent.
 */
public final class S3IncidentSink implements IncidentSink, AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration SILENCE = Duration.ofSeconds(30);
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final int MOST_PREFIX = 500;

  private final Place place;
  private final S3Client given;
  private S3Client made;

  /** Where to. The region and the credentials are null for those of the process. */
  private record Place(
      String bucket,
      String prefix,
      URI endpoint,
      String region,
      StaticCredentialsProvider credentials) {}

  private S3IncidentSink(Place place, S3Client given) {
    this.place = place;
    this.given = given;
  }

  /**
   * Puts incidents into a bucket. The region and the credentials are those of the process: its
   * environment, its profile, its machine.
   *
   * @param bucket that exists
   * @return a sink
   */
  public static S3IncidentSink to(String bucket) {
    Objects.requireNonNull(bucket, "bucket");
    if (bucket.isBlank() || bucket.contains("/")) {
      throw new IllegalArgumentException(
          "bucket: \"" + bucket + "\" (expected: the name of a bucket)");
    }
    return new S3IncidentSink(new Place(bucket, "", null, null, null), null);
  }

  /**
   * Sets what the names of objects begin with.
   *
   * @param value for example "virk/line-3": a slash is put behind it; at most 500 characters
   * @return all else as it is here
   */
  public S3IncidentSink prefix(String value) {
    if (value.startsWith("/") || value.length() > MOST_PREFIX) {
      throw new IllegalArgumentException(
          "prefix: \"" + value + "\" (expected: no slash before it, <= " + MOST_PREFIX + ")");
    }
    String slashed = value.isEmpty() || value.endsWith("/") ? value : value + "/";
    return with(new Place(place.bucket, slashed, place.endpoint, place.region, place.credentials));
  }

  /**
   * Goes to another store than Amazon's: one that has the bucket in the path, as MinIO has, and
   * asks for no checksums of later versions of S3. Its region is "us-east-1" unless it is set.
   *
   * @param value http or https
   * @return all else as it is here
   */
  public S3IncidentSink endpoint(URI value) {
    boolean http = "https".equals(value.getScheme()) || "http".equals(value.getScheme());
    if (!http || value.getHost() == null) {
      throw new IllegalArgumentException(
          "endpoint: " + value + " (expected: http or https, and a host)");
    }
    return with(new Place(place.bucket, place.prefix, value, place.region, place.credentials));
  }

  /**
   * Sets the region.
   *
   * @param value for example "eu-central-1"
   * @return all else as it is here
   */
  public S3IncidentSink region(String value) {
    Objects.requireNonNull(value, "region");
    return with(new Place(place.bucket, place.prefix, place.endpoint, value, place.credentials));
  }

  /**
   * Sets the credentials, where they are not those of the process.
   *
   * @param accessKey its name
   * @param secretKey never told, nor logged
   * @return all else as it is here
   */
  public S3IncidentSink credentials(String accessKey, String secretKey) {
    return with(
        new Place(
            place.bucket,
            place.prefix,
            place.endpoint,
            place.region,
            StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKey, secretKey))));
  }

  /**
   * Goes by a client of the host's, which says all of the rest: for other credentials, a proxy,
   * another HTTP client.
   *
   * @param value stays the host's to close
   * @return the same bucket and prefix
   */
  public S3IncidentSink client(S3Client value) {
    return new S3IncidentSink(place, Objects.requireNonNull(value, "client"));
  }

  private S3IncidentSink with(Place other) {
    return new S3IncidentSink(other, given);
  }

  private synchronized S3Client client() {
    if (given != null) {
      return given;
    }
    if (made == null) {
      S3ClientBuilder builder =
          S3Client.builder()
              .httpClientBuilder(
                  UrlConnectionHttpClient.builder()
                      .connectionTimeout(CONNECT)
                      .socketTimeout(SILENCE))
              .overrideConfiguration(
                  c -> c.retryStrategy(RetryMode.STANDARD).apiCallTimeout(LIMIT));
      if (place.endpoint != null) {
        builder
            .endpointOverride(place.endpoint)
            .forcePathStyle(true)
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .region(Region.US_EAST_1);
      }
      if (place.region != null) {
        builder.region(Region.of(place.region));
      }
      if (place.credentials != null) {
        builder.credentialsProvider(place.credentials);
      }
      made = builder.build();
    }
    return made;
  }

  /** An array that is read where it was written. */
  private static final class Bundle extends ByteArrayOutputStream {
    InputStream stream() {
      return new ByteArrayInputStream(buf, 0, count);
    }
  }

  @Override
  public void write(Incident incident) throws IOException {
    Bundle bundle = new Bundle();
    incident.writeTo(bundle);
    String key = place.prefix + incident.key() + ".zip";
    try {
      client()
          .putObject(
              PutObjectRequest.builder()
                  .bucket(place.bucket)
                  .key(key)
                  .contentType("application/zip")
                  .build(),
              RequestBody.fromContentProvider(bundle::stream, bundle.size(), "application/zip"));
    } catch (SdkException e) {
      throw new IOException(
          "bucket " + place.bucket + " does not take " + key + ": " + e.getMessage(), e);
    }
  }

  /** Closes the connections that it has made; a later incident makes others. */
  @Override
  public synchronized void close() {
    if (made != null) {
      made.close();
      made = null;
    }
  }

  /**
   * Where to.
   *
   * @return for example "s3://incidents/line-3/"
   */
  @Override
  public String toString() {
    return "s3://" + place.bucket + "/" + place.prefix;
  }
}
