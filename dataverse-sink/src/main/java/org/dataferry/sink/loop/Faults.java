package org.dataferry.sink.loop;

import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.dataferry.schemas.registry.RegistryException;

/** Tells faults of Kafka and the registry that pass, such as a broker that restarts, from those that somebody has to mend. */
final class Faults {

    private Faults() {}

    /** Whether beginning anew from the last checkpoint can help. */
    static boolean mayPass(RuntimeException fault) {
        if (fault instanceof RegistryException) {
            return true;
        }
        // What a rebalance callback throws comes wrapped; a contract that was broken there is no fault of Kafka.
        boolean ours = fault.getCause() instanceof IllegalStateException;
        boolean lasting = ours
                || fault instanceof ConfigException
                || fault instanceof InvalidConfigurationException
                || fault instanceof UnsupportedVersionException
                || fault instanceof AuthenticationException
                || fault instanceof AuthorizationException
                || fault instanceof SerializationException && !(fault.getCause() instanceof RegistryException);
        return fault instanceof KafkaException && !lasting;
    }
}
