"""A gRPC client for tests: bytes and messages over the socket of a plugin."""

from typing import Any, Self

import grpc  # type: ignore[import-untyped]  # the package ships neither hints nor stubs

from crosscloud.tfplugin import proto

RpcError = grpc.RpcError
UNIMPLEMENTED = grpc.StatusCode.UNIMPLEMENTED


class Client:
    """Calls a server on a unix socket; a context manager."""

    def __init__(self, path: str, certificate_pem: bytes | None = None) -> None:
        options: list[tuple[str, object]] = [
            ("grpc.max_receive_message_length", -1),
            ("grpc.max_send_message_length", -1),
        ]
        if certificate_pem is None:
            self._channel = grpc.insecure_channel(f"unix:{path}", options=options)
        else:
            options.append(("grpc.ssl_target_name_override", "localhost"))
            credentials = grpc.ssl_channel_credentials(certificate_pem)
            self._channel = grpc.secure_channel(f"unix:{path}", credentials, options=options)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._channel.close()

    def provider(self, rpc: str, **fields: Any) -> Any:
        call = self._channel.unary_unary(
            f"/tfplugin6.Provider/{rpc}",
            request_serializer=lambda message: message.SerializeToString(),
            response_deserializer=proto.message_class(f"{rpc}.Response").FromString,
        )
        return call(proto.new(f"{rpc}.Request", **fields), timeout=60)

    def raw(self, method: str, data: bytes = b"") -> bytes:
        answer: bytes = self._channel.unary_unary(method)(data, timeout=60)
        return answer

    def stream(self, method: str) -> list[bytes]:
        return list(self._channel.unary_stream(method)(b"", timeout=60))
