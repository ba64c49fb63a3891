/** Incidents in object stores that speak S3: Amazon's, MinIO, Ceph and others. */
package io.virk.s3;
