"""Characters of which given names are made, and of names that are written down by sound."""

from typing import Final

GIVEN: Final = frozenset(
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红梅建国志文斌波辉鹏飞龙宇浩然轩子涵梓萱雨欣怡佳琪慧雪婷洁琳"
    "璐瑶倩颖莹晶凤春花云菊珍贞荣爱香月翠雅芝萍荷莲巧美娇媛嫣妍姗姝婉娴淑惠群琴瑟琼瑾瑜璇璟珊珠珺玲珑琦琛玮珂瑞祥福禄寿"
    "喜庆吉利贵财富发兴旺昌盛隆泰康健宁安顺和睦谐诚信义仁德礼智忠孝廉洁廷廉达通远宏鸿洪海江河湖泉源清澄澈润泽沐溪淼汉沛"
    "津洲润滨涌浪潮峰岭岳嵩山岩石磐坤培城埔堂增坚毅恒永久长远亮光辉耀晖晗昊昕晨晓旭旦阳日星辰曦曙晴昱昭昶景暄暖春夏秋冬"
    "东南西北中天宙乾霄霆雷震雯霏露霜冰凌凝林森树柏松柳桦榕枫杉楠梓栋梁材杨桐楷模权桥荣根茂盛茜莉茉蓉蕾薇蓝菲萌蔓芸芬芮"
    "苗英莎莺菁蓓蕊薛藻兰蕙葵凡帆航舟船鸣鹤鸿鹰雁燕凰麒麟虎豹彪驰骏骥骁腾跃奔进前程启开来庭宝珍金银铜铁钢锋锐铭钧锦铮鑫"
    "钰钟鼎铎键锡镇才俊彦贤良善哲思学士博书翰墨诗词颂歌韵声乐音舒畅怀念恩惠慈悦怡愉欢笑可心意愿望梦想真纯素朴淳厚敦正直公"
    "允大小少壮世代继承绍祖宗先嗣传家齐治保卫国邦疆胜利凯旋武威猛雄豪侠力勤劳勉励奋斗争创新立成功业绩效勋章迎向朝希盼冀望"
    "自由生民族农耕田园野牧之乃亦若如凡一二三四五六七八九十百千万元初始嘉佳优秀卓越绝妙奇异珍珑玄羽翎翔翼飘扬帅丹彤朱紫青"
    "碧翠绿黛墨素皓洁白雪银依伊倪俐俪伶侠仪傲倩冠群亚娅亮仲伯叔季孟甫君卿臣相侯王子女男童娃妮姐妹婷媚嫦娥妤婕妲姣姿妙岚"
    "巍岱岷屹川州平广庆序廷延弘弟彬彰影徽忆怀恺恬恩悟情惟慎戈戎扬承拓振捷掌援擎敬文斐斯方施旋旭昆易映昂晟普智暁曼朋朗杏"
    "果柔柯栩桢桃梧梨棋棠椿楚榆槐樱樵欢歆殊毓水沁沅沙泓波泰洋济浦浚涓涵淇淑渊渝温渲湘湛滔滢漫漪潇澜炎炜炫炳烁烈烨焕焰煌"
    "煜熙熠燃爽牛犇狄猛玖玟玥环现珈班球理琨琬瑄瑛瑗璧甜甲申男画略登皎盈益盛省眉知石矿硕碧磊祎祖祯祺禹禾秉科秦积稳穆穗立"
    "竞章端竹笛筠简箫米粟粤紫红纪纫纬纯纲绍经绣继绮维绯绿缘美羡翊翠耘聪肖育胜胤自至舜艺节芊芃芙芯芹苑苒苓若茗茹茵荃荔"
    "荟莘菀菡萌萧落葆蓁蔚蔡薏藩蘅虹蝶衡裕西观觉言计训谊谦豆贝贞贤赛超越路轶轲辅辰迅迈迪逊逸遥邦邵采里重野金钦银锁镜长闻"
    "闯阁阔际陆陶隽隆雁集韬顶顺颀领颖风飒香馥馨驹骅骞高魁魏鲁鲜鹃鹏黎默齐臻姊嬷棣柱栓锁狗拴喜囤囡牛壮妞毛根财旺贵水顺"
    "绪煦晔骐骢昀钊铠鉴钗璨珩玹璋琰琮琯瓒懿恪恕愫慷懋抒拙挺搏攀斓旌旻晏晞晢智朔杼柠栎格桉桔桀梵森棉楹槿樊檀止步毕毅汀汐"
    "汝汪沂沄沈泊泱泳洛洲浠浣涟淳清淮深涔渺湄溢溥滕漾澍澎濂濡濮瀚灏灿炅炀烽烜焱煊照熔爵牧珏珞琅琏瑚瑰瑀璞瓅甄畅畴痕"
)
"""Characters that people choose for a given name."""

BY_SOUND: Final = frozenset(
    "阿依巴扎西顿珠次仁旺堆卓玛央金格桑尼达瓦娜花托娅乌日古丽力斯琴高娃特尔苏和图木买提江艾合麦吾肉孜热曼依夏努布都拉克"
    "帕孜热汗加马木沙迪尔米里吉亚松多仲白色洛追索平措丹增坚赞嘎玛雅其其格萨仁娜莎哈斯额勒德宝音朝鲁那森巴雅高乐毕力"
    "孟和青哈达敖登塔娜包戈伊再努帕提曼古再同热娜赛买伊玉苏普阿布卡地库尔班尤如则谢尔艾尼瓦尔朵措姆姆央宗拉毛才让旦"
)
"""Characters with which Tibetan, Mongolian, Uyghur and Kazakh names are written."""


def is_han(text: str) -> bool:
    """Say whether a text is Chinese characters only."""
    return min(text) >= "\u3400" and max(text) <= "\u9fff"


def is_by_sound(name: str) -> bool:
    """Say whether a name with a dot is written by sound: 古丽·吐尔逊, and not 龙湖·天街."""
    chars = {char for char in name if char.isalpha()}
    return len(chars & BY_SOUND) >= 0.7 * len(chars)


def length_by_sound(tail: str) -> int:
    """Measure a name of three to six characters written by sound: 扎西顿珠."""
    length = 0
    while length < len(tail) and is_han(tail[length]):
        length += 1
    name = tail[:length]
    if length > 3 and not set(name) <= BY_SOUND:
        while length > 3 and name[length - 1] not in BY_SOUND:
            length -= 1
    return length if 3 <= length <= 6 and set(name[:length]) <= BY_SOUND else 0
