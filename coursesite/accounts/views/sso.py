"""Single sign-on with OpenID Connect. Mounted only where a provider is configured."""

import jwt
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse

ALGORITHMS = ("RS256", "ES256")


class SignedOpenID(OpenIDConnectOAuth2Adapter):
    """allauth trusts the wire for the token's signature; we look at the signature as well."""

    def _decode_id_token(self, app, id_token: str) -> dict:
        try:
            used = jwt.get_unverified_header(id_token).get("alg")
        except jwt.PyJWTError as error:
            raise OAuth2Error("The identity token cannot be read.") from error
        if used not in ALGORITHMS:
            raise OAuth2Error(f"The identity token is signed with {used}.")
        return jwtkit.verify_and_decode(
            credential=id_token,
            keys_url=self.openid_config["jwks_uri"],
            issuer=self.openid_config["issuer"],
            audience=app.client_id,
            lookup_kid=jwtkit.lookup_kid_jwk,
        )


def _answer(view, request: HttpRequest, provider_id: str) -> HttpResponse:
    try:
        return view.adapter_view(SignedOpenID(request, provider_id))(request)
    except SocialApp.DoesNotExist:
        raise Http404 from None


@login_not_required
def openid_connect_login(request: HttpRequest, provider_id: str) -> HttpResponse:
    return _answer(OAuth2LoginView, request, provider_id)


@login_not_required
def openid_connect_callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    return _answer(OAuth2CallbackView, request, provider_id)
