/** A Spring Boot service, watched by VIRK. */
package io.virk.examples.spring;
