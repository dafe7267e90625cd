"""The log knows what somebody's wish was, kept at the window for who has no account."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0007_keys_end")]

    operations = [
        migrations.AlterField(
            model_name="accesslog",
            name="what",
            field=models.CharField(
                choices=[
                    ("revealed", "查看了隐去的信息"),
                    ("exported", "导出"),
                    ("looked_up", "按电话查找"),
                    ("logged_in", "登录"),
                    ("log_in_failed", "登录失败"),
                    ("locked", "登录被锁"),
                    ("unlocked", "解锁"),
                    ("logged_out", "退出"),
                    ("code_sent", "发送验证码"),
                    ("password_changed", "修改密码"),
                    ("password_reset", "重置密码"),
                    ("factor_reset", "重置二次验证"),
                    ("factor_added", "加了二次验证"),
                    ("factor_removed", "停了二次验证"),
                    ("key_issued", "发放接口密钥"),
                    ("key_revoked", "停用接口密钥"),
                    ("account_opened", "开通账号"),
                    ("account_changed", "修改账号"),
                    ("account_closed", "停用账号"),
                    ("account_reopened", "启用账号"),
                    ("post_given", "给予岗位"),
                    ("post_ended", "结束岗位"),
                    ("stand_in", "安排代班"),
                    ("keys_turned", "更换密钥"),
                    ("erased", "删除个人信息"),
                    ("house_changed", "改了管理设置"),
                    ("wish_kept", "照本人的意思登记"),
                ],
                max_length=18,
            ),
        ),
    ]
