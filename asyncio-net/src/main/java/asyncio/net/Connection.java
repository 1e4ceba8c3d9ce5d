package asyncio.net;

/**
 * A transport and the protocol that it serves, as asyncio's {@code create_connection} returns them.
 *
 * @param <T> the transport's type
 * @param <P> the protocol's type
 * @param transport the transport
 * @param protocol the protocol
 */
public record Connection<T extends BaseTransport, P extends BaseProtocol>(
    T transport, P protocol) {}
